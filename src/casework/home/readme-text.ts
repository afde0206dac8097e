/** What lies beside the copies, for whoever finds them years later. */
export function readmeText(recipients: readonly string[]): string {
  return `FOJAS: segunda copia de un puesto de trabajo (cifrada)

Lo que hay acá solo se abre con la clave de recuperación de la institución, que guarda sistemas.
Selladas para:
${recipients.map((recipient) => `  ${recipient}`).join('\n')}

Para volver a poner todo en una PC:
  fojas home restore --config office.json --from CARPETA --identity-file CLAVE --store-key-file NUEVA

Sin Fojas, con programas comunes (age, sqlite3, sha256sum):
  sha256sum -c g-000001.sha256
  age -d -i CLAVE g-000001.list.age            qué contiene, con hora y SHA-256
  age -d -i CLAVE g-000001.journal.age > journal.db     base SQLite
  age -d -i CLAVE files-*/SHA256.age > acto.pdf           archivo firmado que el repositorio todavía no tenía

Una copia vale cuando está su archivo .sha256. La de número más alto es la última.
`;
}
