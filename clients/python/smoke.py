"""What a program on the official Python client does with a cluster; prints what it was told as one JSON document."""

import base64
import json
import os
import threading

from kubernetes import client, config, watch

NAME = "python-web"

config.load_kube_config(os.environ["KUBECONFIG"])
core = client.CoreV1Api()
certificates = client.CertificatesV1Api()
seen = {}


def request(name):
    return client.V1CertificateSigningRequest(
        metadata=client.V1ObjectMeta(name=name, labels={"by": "python"}),
        spec=client.V1CertificateSigningRequestSpec(
            request=base64.b64encode(os.environ["REQUEST"].encode()).decode(),
            signer_name="example.com/python",
            usages=["client auth"],
            expiration_seconds=3600,
        ),
    )


def refusal(call):
    try:
        call()
    except client.ApiException as error:
        status = json.loads(error.body)
        return [error.status, status["reason"], status["message"]]
    return None


def watched():
    """Watches from an empty list until the request is gone; `ready` is set when the watch is about to begin."""
    version = certificates.list_certificate_signing_request(label_selector="by=python").metadata.resource_version
    events = []
    ready = threading.Event()

    def follow():
        stream = watch.Watch().stream(
            certificates.list_certificate_signing_request, label_selector="by=python", resource_version=version, timeout_seconds=20
        )
        ready.set()
        for event in stream:
            events.append([event["type"], event["object"].metadata.name])
            if event["type"] == "DELETED":
                return

    thread = threading.Thread(target=follow)
    thread.start()
    ready.wait()
    return thread, events


thread, events = watched()
made = certificates.create_certificate_signing_request(request(NAME))
seen["created"] = [made.spec.username, made.spec.expiration_seconds, made.status.conditions]
seen["created again"] = refusal(lambda: certificates.create_certificate_signing_request(request(NAME)))

patched = certificates.patch_certificate_signing_request(NAME, {"metadata": {"annotations": {"patched": "yes"}}})
seen["patched"] = patched.metadata.annotations

applied = certificates.patch_certificate_signing_request(
    NAME,
    {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": NAME, "labels": {"applied": "yes"}}},
    field_manager="python",
    force=True,
    _content_type="application/apply-patch+yaml",
)
seen["applied"] = [applied.metadata.labels, [[entry.manager, entry.operation] for entry in applied.metadata.managed_fields]]

applied.status = client.V1CertificateSigningRequestStatus(
    conditions=[client.V1CertificateSigningRequestCondition(type="Approved", status="True", reason="Python", message="by a program")]
)
approved = certificates.replace_certificate_signing_request_approval(NAME, applied)
seen["approved"] = [[one.type, one.status, one.reason, one.last_update_time is not None] for one in approved.status.conditions]

listed = certificates.list_certificate_signing_request(field_selector="spec.signerName=example.com/python")
seen["listed"] = [item.metadata.name for item in listed.items]

core.create_namespaced_service_account("default", client.V1ServiceAccount(metadata=client.V1ObjectMeta(name="python")))
token = core.create_namespaced_service_account_token(
    "python", "default", client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=["https://example.com"], expiration_seconds=600))
)
claims = json.loads(base64.urlsafe_b64decode(token.status.token.split(".")[1] + "=="))
seen["token"] = [claims["sub"], claims["aud"], claims["exp"] - claims["iat"]]
review = client.AuthenticationV1Api().create_token_review(
    client.V1TokenReview(spec=client.V1TokenReviewSpec(token=token.status.token, audiences=["https://example.com"]))
)
seen["reviewed"] = [review.status.authenticated, review.status.user.username]

certificates.delete_certificate_signing_request(NAME)
thread.join(20)
seen["watched"] = events
seen["gone"] = refusal(lambda: certificates.read_certificate_signing_request(NAME))

print(json.dumps(seen))
