"""Certificates and signed documents of the tests: roots, signers and time stamps of their own."""

import functools
from datetime import UTC, datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from fpdf import FPDF
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

# Years of validity: the same whatever the clock of a test says.
LONG, OVER = (2020, 2040), (2020, 2023)


class Authority:
    """A root that issues certificates to persons and to a time stamping service."""

    def __init__(self, name: str):
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        built = _built(subject, subject, self.key.public_key(), years=LONG)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        usage = _usage(digital_signature=False, key_cert_sign=True)
        self.certificate = built.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def root(self):
        return next(iter(load_certs_from_pemder_data(self.pem)))

    def signer(self, name: str, *, organisation: str = "Thi hành án dân sự tỉnh Tây Ninh", years=LONG, **usage):
        """Somebody who signs with a certificate of these years."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
        )
        built = _built(subject, self.certificate.subject, key.public_key(), years=years)
        built = built.add_extension(_usage(**{"digital_signature": True, "content_commitment": True} | usage), True)
        return _loaded(built.sign(self.key, hashes.SHA256()), key, [self.certificate])

    def stamper(self, at: datetime | None = None) -> DummyTimeStamper:
        """A time stamping service, in this process; it says what time it is, or ``at``."""
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian")])
        built = _built(subject, self.certificate.subject, key.public_key(), years=LONG)
        built = built.add_extension(_usage(digital_signature=True), critical=True)
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        loaded = _loaded(built.sign(self.key, hashes.SHA256()), key, [self.certificate])
        return DummyTimeStamper(loaded.signing_cert, loaded.signing_key, loaded.cert_registry, fixed_dt=at)


def _built(subject, issuer, public_key, *, years):
    since, until = (datetime(year, 1, 1, tzinfo=UTC) for year in years)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


def _usage(**given):
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**dict.fromkeys(names, False) | given)


def _loaded(certificate, key, chain) -> signers.SimpleSigner:
    pem = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (certificate, *chain))
    own, *others = load_certs_from_pemder_data(pem)
    encoded = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register_multiple(others)
    from asn1crypto.keys import PrivateKeyInfo

    return signers.SimpleSigner(
        signing_cert=own, signing_key=PrivateKeyInfo.load(encoded), cert_registry=store, embed_roots=True
    )


@functools.cache
def authority(name: str = "CA của phép thử") -> Authority:
    return Authority(name)


@functools.cache
def signer(name: str = "Nguyễn Văn An", **given) -> signers.SimpleSigner:
    return authority().signer(name, **given)


# -- documents ---------------------------------------------------------------------------------------------------------
def plain_pdf(text: str = "GIAO UOC THI DUA", **options) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=14)
    document.cell(text=text)
    for name, value in options.items():
        getattr(document, name)(**value)
    return bytes(document.output())


def encrypted_pdf() -> bytes:
    return plain_pdf(set_encryption={"owner_password": "chu", "user_password": "nguoi-doc"})


def picture(kind: str = "png") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, kind)
    return out.getvalue()


def signed_pdf(content: bytes | None = None, by=None, *, field: str = "Ky1", stamper=None) -> bytes:
    """The document with one more signature of PAdES."""
    writer = IncrementalPdfFileWriter(BytesIO(content or plain_pdf()))
    metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    out = signers.sign_pdf(writer, metadata, signer=by or signer(), timestamper=stamper)
    return out.getvalue()


def with_empty_field(content: bytes, field: str = "Ky9") -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(sig_field_name=field))
    return _written(writer)


def with_another_title(content: bytes) -> bytes:
    """What was added after the signature changes the document and is covered by no signature."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    return _written(writer)


def with_changed_bytes(content: bytes) -> bytes:
    """One byte of the signed text is another."""
    place = content.index(b"/Producer") + len(b"/Producer") + 3
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
