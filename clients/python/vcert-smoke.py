"""vcert against a simulated Venafi TPP or Cloud: prints what it saw as JSON."""
import json
import os
import sys

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from vcert import CertificateRequest, CustomField, venafi_connection
from vcert.common import VenafiPlatform

url, ca = os.environ["URL"], os.environ["CA_FILE"]
verify = {"verify": ca}
seen = {}


def failure(call):
    try:
        call()
    except Exception as error:  # vcert raises several unrelated kinds
        return type(error).__name__
    return None


def certificate(connection, zone, **fields):
    request = CertificateRequest(common_name=fields.pop("common_name", "www.example.com"), **fields)
    request.san_dns = ["www.example.com"]
    connection.request_cert(request, zone)
    issued = connection.retrieve_cert(request)
    return request.id, len([issued.cert] + list(issued.chain)), issued.cert.count("BEGIN CERTIFICATE")


if sys.argv[1] == "tpp":
    connect = lambda password: venafi_connection(
        platform=VenafiPlatform.TPP, url=url, user="csrlab", password=password, http_request_kwargs=verify
    )
    connection = connect("csrlab-password")
    seen["token"] = bool(connection.get_access_token().access_token)
    seen["policy"] = connection.read_zone_conf("Certs").policy is not None
    seen["issued"] = certificate(connection, "Certs", custom_fields=[CustomField("Owner", "team")])
    seen["wrong password"] = failure(lambda: connect("wrong").get_access_token())
    seen["no zone"] = failure(lambda: certificate(connection, "Nope"))
    request = CertificateRequest(common_name="svc.example.com", csr_origin="service", include_private_key=True, key_password="Secret-123")
    connection.request_cert(request, "Certs")
    issued = connection.retrieve_cert(request)
    key = load_pem_private_key(issued.key.encode(), b"Secret-123")
    public = load_pem_x509_certificate(issued.cert.encode()).public_key()
    seen["service generated"] = key.public_key().public_numbers() == public.public_numbers()
    first = CertificateRequest(common_name="again.example.com")
    connection.request_cert(first, "Certs")
    before = connection.retrieve_cert(first).cert
    renewed = CertificateRequest(cert_id=first.id)
    connection.renew_cert(renewed, reuse_key=True)
    seen["renewed"] = connection.retrieve_cert(renewed).cert != before
    seen["revoked"] = connection.revoke_access_token()[0]
else:
    connect = lambda key: venafi_connection(platform=VenafiPlatform.VAAS, url=url, api_key=key, http_request_kwargs=verify)
    connection = connect("csrlab-api-key")
    seen["authenticated"] = connection.auth() is not None
    seen["chain"] = certificate(connection, "csrlab\\Default")[1:]
    seen["wrong key"] = failure(lambda: connect("wrong").auth())
    seen["no zone"] = failure(lambda: certificate(connection, "csrlab\\Nope"))
print(json.dumps(seen))
