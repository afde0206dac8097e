/**
 * The manifest of the package for Windows (schema `foundation/windows10`): full trust, as a PKCS#11 library wants it, and the
 * `fojas://` links. Written here because the maker's own template knows no links, and puts `CN=` before a subject that has more parts.
 */
export interface AppxFacts {
  /** Three numbers; the store's fourth is always 0. */
  readonly version: string;
  /** Subject of the certificate that signs the package, part by part as it stands there. */
  readonly publisher: string;
  readonly arch: 'x64' | 'arm64';
}

/** Throws where the publisher is missing, which Windows compares with the signature, or where a value could write XML. */
export function appxManifest({ version, publisher, arch }: AppxFacts): string {
  if (!/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(version)) throw new Error(`not a version: ${version}`);
  if (!/(^|,)\s*CN=/.test(publisher))
    throw new Error('publisherName is missing: name the subject that signs the package (FOJAS_PUBLISHER="CN=…, O=…")');
  if (/["<>&\r\n]/.test(publisher)) throw new Error(`not a plain value: ${publisher}`);
  const name = publisher.replace(/^.*CN=([^,]+).*$/, '$1');
  const space = 'http://schemas.microsoft.com/appx/manifest';
  return `<?xml version="1.0" encoding="utf-8"?>
<Package
  xmlns="${space}/foundation/windows10"
  xmlns:uap="${space}/uap/windows10"
  xmlns:rescap="${space}/foundation/windows10/restrictedcapabilities"
  IgnorableNamespaces="uap rescap">
  <Identity Name="Fojas.Workstation" ProcessorArchitecture="${arch}" Version="${version}.0" Publisher="${publisher}" />
  <Properties>
    <DisplayName>Fojas</DisplayName>
    <PublisherDisplayName>${name}</PublisherDisplayName>
    <Logo>assets\\icon.png</Logo>
  </Properties>
  <Dependencies>
    <TargetDeviceFamily Name="Windows.Desktop" MinVersion="10.0.17763.0" MaxVersionTested="10.0.26100.0" />
  </Dependencies>
  <Resources>
    <Resource Language="es-AR" />
    <Resource Language="en-US" />
    <Resource Language="pt-BR" />
  </Resources>
  <Applications>
    <Application Id="Fojas" Executable="app\\fojas.exe" EntryPoint="Windows.FullTrustApplication">
      <uap:VisualElements DisplayName="Fojas" Description="Fojas" BackgroundColor="transparent"
        Square150x150Logo="assets\\Square150x150Logo.png" Square44x44Logo="assets\\Square44x44Logo.png" />
      <Extensions>
        <uap:Extension Category="windows.protocol">
          <uap:Protocol Name="fojas" />
        </uap:Extension>
      </Extensions>
    </Application>
  </Applications>
  <Capabilities>
    <Capability Name="internetClient" />
    <Capability Name="privateNetworkClientServer" />
    <rescap:Capability Name="runFullTrust" />
  </Capabilities>
</Package>
`;
}
