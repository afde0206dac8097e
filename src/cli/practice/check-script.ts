// The receipt's payload has no base64 padding, which base64 -d says on standard error; what it decodes before that is whole.
/** The steps of `comprobar.sh`, one tool each; the report shows them for one act, the script runs them for all. */

/** Extracts, by coreutils and perl alone, what the signature covers and the signature itself (PDF 32000-1, 12.8.1). */
const extract = [
  `set -- $(grep -a -o '/ByteRange *\\[[^]]*\\]' "$pdf" | tail -n 1 | tr -cd '0-9 ')`,
  `{ head -c "$2" "$pdf"; tail -c "+$(($3 + 1))" "$pdf"; } > "$tmp/contenido.bin"`,
  `tail -c "+$(($2 + 2))" "$pdf" | head -c "$(($3 - $2 - 2))" | perl -pe '$_ = pack "H*", $_' > "$tmp/firma.der"`,
];

export const checkLines = {
  qpdf: `qpdf --check "$pdf"`,
  pdfsig: `pdfsig -nssdir "$tmp/nss" "$pdf"`,
  extract,
  openssl:
    `openssl cms -verify -cades -binary -purpose any -inform DER -in "$tmp/firma.der" ` +
    `-content "$tmp/contenido.bin" -CAfile autoridad.pem -out /dev/null`,
  receiptNames: `cut -d. -f2 "$recibo.txt" | tr '_-' '/+' | base64 -d 2>/dev/null | grep -q "$(sha256sum < "$pdf" | cut -c1-64)"`,
  receipt: `openssl pkeyutl -verify -pubin -inkey repositorio.pem -rawin -in "$recibo.txt" -sigfile "$recibo.sig"`,
  sums: `sha256sum --check SHA256SUMS`,
} as const;

/** A shell script that checks everything in its folder with programs that are not ours, and fails at the first no. */
export const checkScript = `#!/bin/sh
# Comprueba esta carpeta con programas ajenos a Fojas: qpdf, pdfsig (poppler), certutil (NSS), openssl, coreutils y perl.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

${checkLines.sums}

# pdfsig solo confía en la autoridad de práctica.
mkdir "$tmp/nss"
certutil -N -d "sql:$tmp/nss" --empty-password
certutil -A -d "sql:$tmp/nss" -n practica -t C,C,C -i autoridad.pem

for pdf in firmados/*.pdf; do
  echo "== $pdf"
  ${checkLines.qpdf}
  ${checkLines.pdfsig} | tee "$tmp/pdfsig.txt"
  grep -q 'Signature is Valid' "$tmp/pdfsig.txt"
  grep -q 'Certificate is Trusted' "$tmp/pdfsig.txt"
  grep -q 'Total document signed' "$tmp/pdfsig.txt"
  ${extract.join('\n  ')}
  ${checkLines.openssl}
  recibo="recibos/$(basename "$pdf" .pdf)"
  ${checkLines.receipt}
  ${checkLines.receiptNames}
done
echo 'Todo en orden.'
`;
