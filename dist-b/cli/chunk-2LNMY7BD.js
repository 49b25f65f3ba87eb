import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);
import{a as x}from"./chunk-ISGDNRLD.js";import{a}from"./chunk-NNQQ266N.js";var f=a(e=>`${e} 0 R`,"reference");function D(e){let n=Buffer.from(e.buffer,e.byteOffset,e.byteLength).toString("latin1"),o=/startxref\s+(\d+)\s+%%EOF\s*$/.exec(n.slice(-64)),r=o?Number(o[1]):-1,t=n.indexOf("trailer",Math.max(0,r)),[s,i]=["Root","Info"].map(l=>new RegExp(`/${l} (\\d+) 0 R`).exec(n.slice(t))?.[1]);if(!n.startsWith(`xref
0 `,r)||!s||!i)throw new RangeError("a PDF that cannot be taken apart");let d=[...n.slice(r,t).matchAll(/(\d{10}) \d{5} ([nf])/g)].flatMap(([,l,u],h)=>u==="n"?[{number:h,offset:Number(l)}]:[]);return d.sort((l,u)=>l.offset-u.offset),{objects:new Map(d.map(({number:l,offset:u},h)=>{let b=n.slice(u,d[h+1]?.offset??r);return[l,b.slice(b.indexOf(`obj
`)+4,b.lastIndexOf(`
endobj`))]})),root:Number(s),info:Number(i)}}a(D,"readPrintedPdf");function I({objects:e,root:n,info:o}){let r=new Map([...e.keys()].map((d,m)=>[d,m+1])),t=a(d=>r.get(d)??0,"renumber"),s=[`%PDF-1.7
%\xE2\xE3\xCF\xD3
`],i=[],c=s[0].length;for(let[d,m]of e){let l=S(t(d),y(m,t));i.push(c),s.push(l),c+=l.length}return s.push(B(i,c,{root:t(n),info:t(o)})),Buffer.from(s.join(""),"latin1")}a(I,"writePrintedPdf");var S=a((e,n)=>`${e} 0 obj
${n}
endobj
`,"objectText");function B(e,n,{root:o,info:r,id:t}){let s=e.map(c=>`${String(c).padStart(10,"0")} 00000 n 
`),i=t===void 0?"":`
/ID [<${t}><${t}>]`;return`xref
0 ${e.length+1}
0000000000 65535 f 
${s.join("")}trailer
<</Size ${e.length+1}
/Root ${f(o)}
/Info ${f(r)}${i}>>
startxref
${n}
%%EOF
`}a(B,"crossReferences");function y(e,n){let o=e.indexOf(`stream
`),t=(o<0?e:e.slice(0,o)).replace(j,(s,i)=>i===void 0?s:f(n(Number(i))));return o<0?t:t+e.slice(o)}a(y,"withReferences");function p(e){let n=[];return y(e,o=>n.push(o)),n}a(p,"referencesIn");var j=/\((?:\\[\s\S]|[^\\()])*\)|\b(\d+) 0 R\b/g;var P="blank:";function L(e,n={}){let o=[...e.objects].filter(([,s])=>s.startsWith(`<</Type /Page
`)),r=o.flatMap(([s,i])=>O(e,s,i));if(r.length===0&&Object.keys(n).length===0)return e;let t=new $(e);for(let s of new Set(r.map(({id:i})=>i))){let i=r.filter(c=>c.id===s);if(i.every(({word:c})=>c!==void 0))t.addChoice(s,i);else for(let c of i)t.addText(c)}for(let[s,i]of Object.entries(n))t.addHidden(`${x}${s}`,i,o[0][0]);return t.finished(new Set(r.map(({number:s})=>s)))}a(L,"withFields");var $=class{static{a(this,"Form")}#r;#n;#s;#o=new Map;#i=[];constructor(n){this.#r=n,this.#n=new Map(n.objects),this.#s=Math.max(...n.objects.keys())}addText(n){this.#n.set(n.number,v(n,this.#t(n.id,n.number)))}addChoice(n,o){let r=this.#e("");for(let s of o){let[i,c]=[this.#e(k(s,R)),this.#e(k(s,""))],d=`<</N <<${C(s.word)} ${f(i)}
/Off ${f(c)}>>>>`;this.#n.set(s.number,`${F(s)}
/Parent ${f(r)}
/AS /Off
/MK <</CA (8)>>
/AP ${d}>>`)}let t=g(o.map(({number:s})=>s));this.#n.set(r,`<</FT /Btn
/Ff ${T}
${this.#t(n,r)}
/V /Off
/Kids ${t}>>`)}addHidden(n,o,r){let t=this.#e(""),s=`<</Type /Annot
/Subtype /Widget
/F 2
/Rect [0 0 0 0]
/P ${f(r)}`;this.#n.set(t,`${s}
/FT /Tx
/Ff 1
${this.#t(n,t)}
/V ${w(o)}
/DA (/Helv 0 Tf 0 g)>>`),this.#n.set(r,E(this.#n.get(r),t))}finished(n){for(let{number:s,naming:i,kids:c}of this.#o.values())this.#n.set(s,`<<${i}
/Kids ${g(c)}>>`);for(let[s,i]of this.#n)i.startsWith(`<</Type /StructElem
/S /Link
`)&&p(i).some(d=>n.has(d))&&this.#n.set(s,i.replace("/S /Link","/S /Form"));let o=`<</Font <</Helv ${f(this.#e(A))}>>>>`,r=`/AcroForm <</Fields ${g(this.#i)}
/DR ${o}
/DA (/Helv 0 Tf 0 g)>>`,{root:t}=this.#r;return this.#n.set(t,`${this.#n.get(t).slice(0,-2)}
${r}>>`),{...this.#r,objects:this.#n}}#e(n){return this.#n.set(++this.#s,n),this.#s}#t(n,o){let r=n.split("."),t=`/T ${w(r.pop())}`;if(r.length===0)return this.#i.push(o),t;let s=this.#a(r.join("."));return s.kids.push(o),`${t}
/Parent ${f(s.number)}`}#a(n){let o=this.#o.get(n);if(o)return o;let r=this.#e(""),t={number:r,naming:this.#t(n,r),kids:[]};return this.#o.set(n,t),t}},T=32768,A=`<</Type /Font
/Subtype /Type1
/BaseFont /Helvetica
/Encoding /WinAnsiEncoding>>`,R="1 w 2 3 m 8 9 l 2 9 m 8 3 l S",O=a(({objects:e},n,o)=>p(/\n\/Annots \[[^\]]*\]/.exec(o)?.[0]??"").flatMap(r=>{let t=M(e.get(r));return t?[{...t,number:r,page:n}]:[]}),"blanksOn");function M(e){let n=/\/URI \(((?:\\.|[^\\()])*)\)/.exec(e)?.[1],o=/\/Rect \[([^\]]*)\]/.exec(e)?.[1]?.split(" ").map(Number);if(!n?.startsWith(P)||o?.length!==4)return;let[r="",t]=n.slice(P.length).split("?").map(decodeURIComponent);return{id:r,...t===void 0?{}:{word:t},rectangle:o,structure:/\/StructParent \d+/.exec(e)?.[0]??""}}a(M,"blankOf");var F=a(({rectangle:e,structure:n})=>`<</Type /Annot
/Subtype /Widget
/F 4
/Rect [${e.join(" ")}]
${n}`,"widget");function v({rectangle:[e,n,o,r],...t},s){return`${F({...t,rectangle:[e,n+1,o,r]})}
/P ${f(t.page)}
/FT /Tx
${s}
/DA (/Helv 11 Tf 0 g)>>`}a(v,"textField");var E=a((e,n)=>/\n\/Annots \[/.test(e)?e.replace(/\n\/Annots \[([^\]]*)\]/,(o,r)=>`
/Annots [${r} ${f(n)}]`):`${e.slice(0,-2)}
/Annots ${g([n])}>>`,"withAnnotation");function k({rectangle:[e,n,o,r]},t){return`<</Type /XObject
/Subtype /Form
/BBox ${`[0 0 ${(o-e).toFixed(2)} ${(r-n).toFixed(2)}]`}
/Length ${t.length}>> stream
${t}
endstream`}a(k,"mark");var g=a(e=>`[${e.map(f).join(" ")}]`,"listed"),w=a(e=>/^[\x20-\x7E]*$/.test(e)?`(${e.replace(/[\\()]/g,"\\$&")})`:`<FEFF${Buffer.from(e,"utf16le").swap16().toString("hex").toUpperCase()}>`,"pdfText"),C=a(e=>`/${[...Buffer.from(e)].map(n=>/[\w-]/.test(String.fromCharCode(n))?String.fromCharCode(n):`#${n.toString(16).padStart(2,"0")}`).join("")}`,"pdfName");export{f as a,D as b,I as c,S as d,B as e,y as f,p as g,P as h,L as i,w as j};
//# sourceMappingURL=chunk-2LNMY7BD.js.map
