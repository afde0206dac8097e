/**
 * The script of the per-machine installer for Windows (NSIS 3). Written here and not by a template engine: the few values that go in are checked.
 * It installs below Program Files for all, wants an administrator, takes `/S` (silent) and `/allusers`, and leaves every person's own
 * data where they are when it is removed.
 */
export interface NsisFacts {
  readonly version: string;
  /** Folder of the packaged program. */
  readonly dir: string;
  readonly out: string;
  /** As the certificate that signs the installer names its subject. Without it no installer is made. */
  readonly publisher: string;
  readonly arch: 'x64' | 'arm64';
}

const versionForm = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;

/** Throws where a value could write script, or where one is missing that the updater will ask for. */
export function nsisScript({ version, dir, out, publisher, arch }: NsisFacts): string {
  if (!versionForm.test(version)) throw new Error(`not a version: ${version}`);
  if (!/(^|,)\s*CN=/.test(publisher)) {
    throw new Error(
      'publisherName is missing: name the subject that signs the installer (FOJAS_PUBLISHER="CN=…, O=…")',
    );
  }
  for (const value of [dir, out, publisher])
    if (/["$`\r\n]/.test(value)) throw new Error(`not a plain value: ${value}`);
  const name = publisher.replace(/^.*CN="?([^",]+)"?.*$/, '$1');
  return `Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel admin
Name "Fojas"
OutFile "${out}"
InstallDir "$PROGRAMFILES64\\Fojas"
VIProductVersion "${version}.0"
VIAddVersionKey "ProductName" "Fojas"
VIAddVersionKey "CompanyName" "${name}"
VIAddVersionKey "FileDescription" "Fojas"
VIAddVersionKey "FileVersion" "${version}"
VIAddVersionKey "LegalCopyright" "The Fojas developers"
!include x64.nsh
!define UNINSTALL "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Fojas"
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Function .onInit
  ${arch === 'arm64' ? '${IfNot} ${IsNativeARM64}' : '${IfNot} ${RunningX64}'}
    SetErrorLevel 3
    Abort
  \${EndIf}
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Section
  SetOutPath "$INSTDIR"
  ; The version before makes room whole: a file that it had and this one has not must not stay.
  RMDir /r "$INSTDIR\\resources"
  File /r "${dir}/*"
  ; What the program was installed as decides how it is exchanged.
  FileOpen $0 "$INSTDIR\\resources\\package-type" w
  FileWrite $0 "nsis"
  FileClose $0
  WriteUninstaller "$INSTDIR\\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\\Fojas.lnk" "$INSTDIR\\fojas.exe"
  WriteRegStr HKLM "\${UNINSTALL}" "DisplayName" "Fojas"
  WriteRegStr HKLM "\${UNINSTALL}" "DisplayVersion" "${version}"
  WriteRegStr HKLM "\${UNINSTALL}" "Publisher" "${name}"
  WriteRegStr HKLM "\${UNINSTALL}" "UninstallString" '"$INSTDIR\\uninstall.exe"'
  WriteRegStr HKLM "\${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\\uninstall.exe" /S'
  WriteRegStr HKLM "Software\\Classes\\fojas" "" "URL:Fojas"
  WriteRegStr HKLM "Software\\Classes\\fojas" "URL Protocol" ""
  WriteRegStr HKLM "Software\\Classes\\fojas\\shell\\open\\command" "" '"$INSTDIR\\fojas.exe" "%1"'
SectionEnd

Section "Uninstall"
  Delete "$SMPROGRAMS\\Fojas.lnk"
  RMDir /r "$INSTDIR"
  DeleteRegKey HKLM "\${UNINSTALL}"
  DeleteRegKey HKLM "Software\\Classes\\fojas"
SectionEnd
`;
}
