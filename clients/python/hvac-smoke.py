"""hvac against a simulated Vault: prints what it saw as JSON."""
import json
import os

import hvac

url, ca, csr = os.environ["VAULT_URL"], os.environ["CA_FILE"], os.environ["REQUEST"]
seen = {}


def failure(call):
    try:
        call()
    except hvac.exceptions.VaultError as error:
        return [type(error).__name__, error.errors]
    return None


client = hvac.Client(url=url, token="csrlab-vault-token", verify=ca)
seen["authenticated"] = client.is_authenticated()
seen["health"] = client.sys.read_health_status(method="GET")["sealed"]
seen["seal status"] = client.sys.is_sealed()
pki = client.secrets.pki
signed = pki.sign_certificate("any", csr, "www.example.com", extra_params={"ttl": "24h"})
seen["signed"] = sorted(signed["data"])
seen["chain"] = len(signed["data"]["ca_chain"])
seen["verbatim"] = sorted(pki.sign_verbatim(csr)["data"])
seen["ca"] = pki.read_ca_certificate().count("BEGIN CERTIFICATE")
seen["ca chain"] = pki.read_ca_certificate_chain().count("BEGIN CERTIFICATE")
seen["unknown role"] = failure(lambda: pki.sign_certificate("nope", csr, "www.example.com"))
seen["no mount"] = failure(lambda: pki.sign_certificate("example", csr, "www.example.com", mount_point="nope"))
role = hvac.Client(url=url, verify=ca)
seen["no token"] = failure(lambda: role.secrets.pki.sign_certificate("any", csr, "www.example.com"))
seen["wrong secret"] = failure(lambda: role.auth.approle.login("csrlab-role", "wrong"))
login = role.auth.approle.login("csrlab-role", "csrlab-secret")
seen["approle"] = login["auth"]["token_policies"]
seen["looked up"] = role.auth.token.lookup_self()["data"]["policies"]
seen["renewed"] = role.auth.token.renew_self()["auth"]["lease_duration"]
role.auth.token.revoke_self()
seen["revoked"] = failure(lambda: role.auth.token.lookup_self())
seen["bad jwt"] = failure(lambda: role.auth.kubernetes.login("csrlab", "no.jwt.here"))
print(json.dumps(seen))
