import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.SignatureFieldParameters;
import eu.europa.esig.dss.pades.SignatureImageParameters;
import eu.europa.esig.dss.pades.SignatureImageTextParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationHighlight;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Documents that PDFBox and EU DSS signed, and what they do to documents that were signed before.
 *
 * Usage: Make FOLDER, which make.py has filled. Writes more files and adds their lines to list.tsv.
 */
public class Make {
  private static Path folder;
  private static PrivateKey key;
  private static X509Certificate[] chain;

  public static void main(String[] args) throws Exception {
    folder = Path.of(args[0]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("signer.p12"))) {
      store.load(in, "clave".toCharArray());
    }
    String alias = store.aliases().nextElement();
    key = (PrivateKey) store.getKey(alias, "clave".toCharArray());
    chain = Arrays.stream(store.getCertificateChain(alias)).toArray(X509Certificate[]::new);
    for (String shape : List.of("base", "base-table")) {
      keep("good-pdfbox-" + shape, "good", pdfbox(read(shape), "adbe.pkcs7.detached", 0));
      keep("good-pdfbox-certified-" + shape, "good", pdfbox(read(shape), "adbe.pkcs7.detached", 2));
      keep("good-dss-" + shape, "good", dss(shape + ".pdf", null, false));
      keep("good-dss-visible-" + shape, "good", dss(shape + ".pdf", null, true));
    }
    for (String before : List.of("good-stream", "good-table", "good-lta", "good-certified-2", "good-visible")) {
      keep(before + "-then-pdfbox", "good", pdfbox(read(before), "adbe.pkcs7.detached", 0));
      keep(before + "-then-dss", "good", dss(before + ".pdf", null, false));
    }
    keep("good-prepared-by-dss", "good", dss("base-prepared.pdf", "Dos", true));
    for (String before : List.of("good-stream", "good-table", "good-certified-2")) {
      keep(before + "-filled-by-pdfbox", "good", changed(before, Make::fill));
      keep("bad-" + before + "-note-by-pdfbox", "bad", changed(before, Make::note));
      keep("bad-" + before + "-marked-by-pdfbox", "bad", changed(before, Make::mark));
      keep("bad-" + before + "-turned-by-pdfbox", "bad", changed(before, Make::turn));
    }
    keep("open-certified-3-note-by-pdfbox", "open", changed("good-certified-3", Make::note));
    // Written anew as a whole: nothing of what was signed is where it was.
    try (PDDocument document = Loader.loadPDF(read("good-stream"))) {
      var out = new ByteArrayOutputStream();
      document.save(out);
      keep("bad-rewritten-by-pdfbox", "bad", out.toByteArray());
    }
  }

  private static byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name + ".pdf"));
  }

  private static void keep(String name, String kind, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name + ".pdf"), bytes);
    Files.writeString(folder.resolve("list.tsv"), name + "\t" + kind + "\n", StandardOpenOption.APPEND);
  }

  private static byte[] pdfbox(byte[] input, String subFilter, int certify) throws Exception {
    try (PDDocument document = Loader.loadPDF(input); var options = new SignatureOptions()) {
      var signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(COSName.getPDFName(subFilter));
      signature.setName("Juez Dos");
      signature.setReason("Resuelve");
      signature.setSignDate(Calendar.getInstance());
      if (certify > 0) certify(document, signature, certify);
      options.setPreferredSignatureSize(20_000);
      document.addSignature(signature, Make::cms, options);
      var out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private static void certify(PDDocument document, PDSignature signature, int level) {
    var parameters = new org.apache.pdfbox.cos.COSDictionary();
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setInt(COSName.P, level);
    parameters.setName(COSName.V, "1.2");
    var reference = new org.apache.pdfbox.cos.COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem(COSName.getPDFName("TransformMethod"), COSName.DOCMDP);
    reference.setItem(COSName.getPDFName("TransformParams"), parameters);
    var list = new org.apache.pdfbox.cos.COSArray();
    list.add(reference);
    signature.getCOSObject().setItem(COSName.getPDFName("Reference"), list);
    var perms = new org.apache.pdfbox.cos.COSDictionary();
    perms.setItem(COSName.DOCMDP, signature);
    var catalog = document.getDocumentCatalog().getCOSObject();
    catalog.setItem(COSName.PERMS, perms);
    catalog.setNeedToBeUpdated(true);
  }

  private static byte[] cms(InputStream content) throws IOException {
    try {
      var generator = new CMSSignedDataGenerator();
      var digests = new JcaDigestCalculatorProviderBuilder().build();
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(key);
      generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(digests).build(signer, chain[0]));
      generator.addCertificates(new JcaCertStore(Arrays.asList(chain)));
      return generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false).getEncoded();
    } catch (Exception error) {
      throw new IOException(error);
    }
  }

  private static byte[] dss(String file, String field, boolean visible) throws Exception {
    var parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_B);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(new CertificateToken(chain[0]));
    parameters.setCertificateChain(Arrays.stream(chain).map(CertificateToken::new).toList());
    if (visible) parameters.setImageParameters(picture(field));
    var service = new PAdESService(new CommonCertificateVerifier());
    DSSDocument document = new FileDocument(folder.resolve(file).toFile());
    var data = service.getDataToSign(document, parameters);
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key);
    signer.update(data.getBytes());
    var value = new SignatureValue(parameters.getSignatureAlgorithm(), signer.sign());
    return DSSUtils.toByteArray(service.signDocument(document, parameters, value));
  }

  private static SignatureImageParameters picture(String field) {
    var text = new SignatureImageTextParameters();
    text.setText("Firmado por Juez Dos");
    var place = new SignatureFieldParameters();
    if (field != null) {
      place.setFieldId(field);
    } else {
      place.setOriginX(300);
      place.setOriginY(600);
      place.setWidth(200);
      place.setHeight(60);
    }
    var image = new SignatureImageParameters();
    image.setTextParameters(text);
    image.setFieldParameters(place);
    return image;
  }

  private interface Change {
    void to(PDDocument document) throws IOException;
  }

  private static byte[] changed(String name, Change change) throws IOException {
    try (PDDocument document = Loader.loadPDF(read(name))) {
      change.to(document);
      var out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private static void fill(PDDocument document) throws IOException {
    var field = document.getDocumentCatalog().getAcroForm().getField("nombre");
    field.setValue("Maria Perez");
    field.getCOSObject().setNeedToBeUpdated(true);
    var widget = field.getWidgets().get(0);
    widget.getCOSObject().setNeedToBeUpdated(true);
    var appearance = widget.getAppearance();
    appearance.getCOSObject().setNeedToBeUpdated(true);
    appearance.getNormalAppearance().getAppearanceStream().getCOSObject().setNeedToBeUpdated(true);
  }

  private static void note(PDDocument document) throws IOException {
    var note = new PDAnnotationText();
    note.setContents("No ha lugar");
    note.setRectangle(new PDRectangle(72, 700, 20, 20));
    var page = document.getPage(0);
    page.getAnnotations().add(note);
    page.getCOSObject().setNeedToBeUpdated(true);
  }

  private static void mark(PDDocument document) throws IOException {
    var mark = new PDAnnotationHighlight();
    mark.setRectangle(new PDRectangle(72, 690, 200, 30));
    mark.setQuadPoints(new float[] {72, 720, 272, 720, 72, 690, 272, 690});
    mark.constructAppearances(document);
    var page = document.getPage(0);
    page.getAnnotations().add(mark);
    page.getCOSObject().setNeedToBeUpdated(true);
  }

  private static void turn(PDDocument document) {
    document.getPage(0).setRotation(90);
    document.getPage(0).getCOSObject().setNeedToBeUpdated(true);
  }
}
