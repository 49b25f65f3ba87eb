# Slurm on one machine as two nodes, n1 and n2, for whoever sources this: Debian's slurmctld, slurmd,
# slurm-client and munge, all in the folder $cluster, on ports of the loopback only.
cluster=$(mktemp -d)
chmod 755 "$cluster"
export SLURM_CONF=$cluster/slurm.conf PATH=$PATH:/usr/sbin
port=$((20000 + $$ % 20000))

# Installs Slurm where that can be done; ends with 77, which says why, where it cannot.
needSlurm() {
  command -v slurmctld slurmd munged sbatch > /dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    { timeout 60 apt-get update && DEBIAN_FRONTEND=noninteractive timeout 120 apt-get install -y \
      --no-install-recommends slurmctld slurmd slurm-client munge; } > "$cluster/apt.log" 2>&1 &&
      command -v slurmctld slurmd munged sbatch > /dev/null && return
  fi
  echo "not run: there is no Slurm here, and Debian's packages cannot be had"
  exit 77
}

startCluster() {
  mkdir -m 755 "$cluster/munge" && mkdir "$cluster/state"
  head -c 1024 /dev/urandom > "$cluster/munge/key"
  chmod 600 "$cluster/munge/key"
  (cd "$cluster/munge" && munged --force --key-file="$PWD/key" --socket="$PWD/socket" \
    --pid-file="$PWD/munged.pid" --log-file="$PWD/log" --seed-file="$PWD/seed") 2> /dev/null ||
    cannotStart
  cat > "$SLURM_CONF" <<CONF
ClusterName=handprop
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$port
AuthType=auth/munge
# A job that is put back waits as long as this.
AuthInfo=socket=$cluster/munge/socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=sched_min_interval=0,bf_interval=2
SlurmdTimeout=5
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool-%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd-%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd-%n.log
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 RealMemory=2000
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 RealMemory=2000
PartitionName=all Nodes=n1,n2 Default=YES State=UP
CONF
  slurmctld -f "$SLURM_CONF" || cannotStart
  for node in n1 n2; do slurmd -f "$SLURM_CONF" -N "$node" || cannotStart; done
  for _ in $(seq 300); do
    [ "$(sinfo -h -t idle -o %D 2> /dev/null)" != 2 ] || return 0
    sleep 0.2
  done
  cannotStart
}

cannotStart() {
  echo "not run: Slurm's two nodes cannot be started on this machine"
  exit 77
}

# A process and all below it.
below() {
  local child
  echo "$1"
  for child in $(pgrep -P "$1"); do below "$child"; done
}

# A node is lost with all that runs on it, as when its power fails.
killNode() {
  local pids job step
  pids=$(cat "$cluster/slurmd-$1.pid")
  for job in $(squeue -h -w "$1" -t R -O JobID:20); do
    for step in $(pgrep -f "^slurmstepd: \[$job\."); do pids+=" $(below "$step")"; done
  done
  kill -9 $pids
}

# Waits until a job has ended, and fails where it has not ended well.
waitFor() {
  while squeue -h -j "$1" 2> /dev/null | grep -q .; do
    ! squeue -h -o %r | grep -q DependencyNeverSatisfied || return 1
    sleep 0.5
  done
  grep -q "_job_complete: JobId=$1 WEXITSTATUS 0" "$cluster/slurmctld.log"
}

endCluster() {
  local pid
  for pid in "$cluster"/*.pid "$cluster"/munge/*.pid; do
    kill "$(cat "$pid" 2> /dev/null)" 2> /dev/null || true
  done
  while pgrep -f "$cluster" > /dev/null; do sleep 0.1; done
  rm -rf "$cluster"
}
