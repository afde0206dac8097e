import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * PDFBox with Bouncy Castle as a peer to measure against: reads one job a line, prints the seconds each took, stays warm between them.
 * Jobs, separated by tabs: `verify FILE` or `sign INPUT OUTPUT KEY.pem CERT.pem`. The first line printed is `ready`. It checks digest and
 * signature of every signature, not what changed since; it writes adbe.pkcs7.detached.
 */
public class PdfBoxPeer {
  public static void main(String[] args) throws Exception {
    System.out.println("ready");
    BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in));
    for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
      String[] job = line.split("\t");
      long start = System.nanoTime();
      if (job[0].equals("verify")) verify(new File(job[1]));
      else sign(new File(job[1]), new File(job[2]), job[3], job[4]);
      System.out.println((System.nanoTime() - start) / 1e9);
    }
  }

  private static void verify(File file) throws Exception {
    try (PDDocument document = Loader.loadPDF(file)) {
      for (PDSignature signature : document.getSignatureDictionaries()) {
        byte[] content;
        byte[] cms;
        try (InputStream in = Files.newInputStream(file.toPath())) {
          content = signature.getSignedContent(in);
        }
        try (InputStream in = Files.newInputStream(file.toPath())) {
          cms = signature.getContents(in);
        }
        CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(content), cms);
        SignerInformation signer = data.getSignerInfos().iterator().next();
        X509CertificateHolder holder = (X509CertificateHolder) data.getCertificates().getMatches(signer.getSID()).iterator().next();
        if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) throw new Exception("PDFBox does not accept " + file);
      }
    }
  }

  private static void sign(File input, File output, String keyPath, String certificatePath) throws Exception {
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(unarmor(keyPath)));
    X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(unarmor(certificatePath)));
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
        .build(new JcaContentSignerBuilder("SHA256WithRSA").build(key), certificate));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    try (PDDocument document = Loader.loadPDF(input); OutputStream out = new FileOutputStream(output)) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      signature.setSignDate(Calendar.getInstance());
      document.addSignature(signature, content -> {
        try {
          return generator.generate(new Streamed(content), false).getEncoded();
        } catch (Exception error) {
          throw new java.io.IOException(error);
        }
      });
      document.saveIncremental(out);
    }
  }

  private static byte[] unarmor(String path) throws Exception {
    String text = Files.readString(Path.of(path)).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(text);
  }

  /** Content that is read once, as a stream: a large document is not held in memory. */
  private static final class Streamed implements CMSTypedData {
    private final InputStream in;

    Streamed(InputStream in) {
      this.in = in;
    }

    @Override
    public org.bouncycastle.asn1.ASN1ObjectIdentifier getContentType() {
      return org.bouncycastle.asn1.cms.CMSObjectIdentifiers.data;
    }

    @Override
    public Object getContent() {
      return in;
    }

    @Override
    public void write(OutputStream out) throws java.io.IOException {
      in.transferTo(out);
    }
  }
}
