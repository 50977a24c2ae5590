@csr @self-signed
Feature: A self-signed issuer signs with the requester's own key

  There is no authority: the certificate is signed with the key that it is for. So the key has to be within reach of the
  engine: in a Secret beside the issuer, named by the annotation experimental.cert-manager.io/private-key-secret-name.

  Background:
    Given a self-signed issuer "own" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "own" in namespace "team-a"

  Rule: The annotation names the Secret with the key

    Example: The key is there
      Given a request "complete" by "alice" for issuer "own" in namespace "team-a" whose key is named "alices-key"
      And Secret "alices-key" in namespace "team-a" holds its key, for "complete"
      When an approver approves "complete"
      Then "complete" is eventually issued
      And the chain of "complete" has 1 certificate
      And the certificate of "complete" has no lint errors

    Example: Without the annotation the request fails for good
      Given a request "nameless" by "alice" for issuer "own" in namespace "team-a"
      When an approver approves "nameless"
      Then "nameless" eventually fails with "MissingAnnotation": Missing private key reference annotation: "experimental.cert-manager.io/private-key-secret-name"

    Example: A key that is not the request's fails it for good
      Given a request "swapped" by "alice" for issuer "own" in namespace "team-a" whose key is named "alices-key"
      And Secret "alices-key" in namespace "team-a" holds another key, for "swapped"
      When an approver approves "swapped"
      Then "swapped" eventually fails with "ErrorKeyMatch": Referenced private key in Secret does not match that in the request

  Rule: A Secret that is missing or holds no key is waited for

    Example: The Secret is created after the approval
      Given a request "key-later" by "alice" for issuer "own" in namespace "team-a" whose key is named "alices-key"
      And an approver approves "key-later"
      And "key-later" eventually has an event "SecretNotFound" saying "Referenced Secret team-a/alices-key not found"
      When Secret "alices-key" in namespace "team-a" holds its key, for "key-later"
      Then "key-later" is eventually issued

    Example: The Secret is repaired after the approval
      Given a request "key-repaired" by "alice" for issuer "own" in namespace "team-a" whose key is named "alices-key"
      And Secret "alices-key" in namespace "team-a" holds no key, for "key-repaired"
      And an approver approves "key-repaired"
      And "key-repaired" eventually has an event "ErrorParsingKey"
      When Secret "alices-key" in namespace "team-a" holds its key, for "key-repaired"
      Then "key-repaired" is eventually issued
