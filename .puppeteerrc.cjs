// The browser comes from npm (@sparticuz/chromium) or from the system: nothing is downloaded at install time.
module.exports = { skipDownload: true };
