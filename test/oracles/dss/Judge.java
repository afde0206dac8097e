import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What EU DSS says of signed files, one line of JSON for each signature and time-stamp.
 *
 * Usage: Judge TRUSTED-FOLDER CRL-FOLDER LIST. Each line of LIST: file, detached content or -, password or -, and what
 * only others read, separated by tabs.
 */
public class Judge {
  /** DSS only warns of these by default; here they decide. */
  private static final String DECISIVE =
      "ByteRangeCollision|PdfAnnotationOverlap|DocMDP|FieldMDP|SigFieldLock|UndefinedChanges";

  public static void main(String[] args) throws Exception {
    var trusted = new CommonTrustedCertificateSource();
    for (File file : files(args[0])) trusted.addCertificate(DSSUtils.loadCertificate(file));
    var lists = new ExternalResourcesCRLSource(
        files(args[1]).stream().map(FileDocument::new).toArray(DSSDocument[]::new));
    String policy = strictPolicy();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      String[] parts = line.split("\t");
      try {
        judge(parts[0], parts[1], parts[2], trusted, lists, policy);
      } catch (Exception error) {
        System.out.println("{\"file\":" + quoted(parts[0]) + ",\"error\":" + quoted(error.toString()) + "}");
      }
    }
  }

  private static void judge(String path, String content, String password, CommonTrustedCertificateSource trusted,
      ExternalResourcesCRLSource lists, String policy) {
    var verifier = new CommonCertificateVerifier();
    verifier.addTrustedCertSources(trusted);
    verifier.setCrlSource(lists);
    var validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
    validator.setCertificateVerifier(verifier);
    if (!content.equals("-")) validator.setDetachedContents(List.<DSSDocument>of(new FileDocument(content)));
    if (!password.equals("-")) ((PDFDocumentValidator) validator).setPasswordProtection(password.toCharArray());
    InputStream constraints = new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8));
    SimpleReport report = validator.validateDocument(constraints).getSimpleReport();
    for (String id : report.getSignatureIdList()) tell(path, "signature", id, report, report.getSignatureFormat(id));
    for (String id : report.getTimestampIdList()) tell(path, "timestamp", id, report, null);
  }

  private static void tell(String path, String kind, String id, SimpleReport report, Object level) {
    Indication indication = report.getIndication(id);
    List<Message> reasons = new java.util.ArrayList<>(report.getAdESValidationErrors(id));
    reasons.addAll(report.getAdESValidationWarnings(id));
    System.out.println("{\"file\":" + quoted(path) + ",\"kind\":" + quoted(kind) + ",\"indication\":" + quoted(indication)
        + ",\"subIndication\":" + quoted(report.getSubIndication(id)) + ",\"level\":" + quoted(level) + ",\"reasons\":["
        + reasons.stream().map(each -> quoted(each.getValue())).collect(Collectors.joining(",")) + "]}");
  }

  private static String strictPolicy() throws Exception {
    try (InputStream in = Judge.class.getResourceAsStream("/policy/constraint.xml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String strict = text.replaceAll("<(" + DECISIVE + ") Level=\"WARN\"", "<$1 Level=\"FAIL\"");
      if (strict.split("Level=\"FAIL\"").length < text.split("Level=\"FAIL\"").length + 6) {
        throw new IllegalStateException("the policy of this version is laid out in another way");
      }
      return strict;
    }
  }

  private static List<File> files(String folder) {
    return Arrays.asList(new File(folder).listFiles());
  }

  private static String quoted(Object value) {
    if (value == null) return "null";
    String text = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ");
    return "\"" + text + "\"";
  }
}
