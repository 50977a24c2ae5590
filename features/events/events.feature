@csr @events
Feature: Events tell the requester what the engine thinks

  Whatever the engine decides about a request it tells in an Event, which kubectl describe shows: why it waits, why it has
  failed, that it has issued. Requests belong to no namespace, so their Events are in "default". An Event is told in one word
  and a sentence; a failure uses the same two in the request's Failed condition. Events go after an hour: what has to stay
  is in the conditions.

  Background:
    Given user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: Waiting is told with its reason

    Example: Nobody has approved yet
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      When "alice" requests "unanswered" from issuer "lab" in namespace "team-a"
      Then "unanswered" eventually has an event "WaitingApproval" saying "Waiting for the Approved condition before issuing"
      And the event "WaitingApproval" of "unanswered" is Normal

    Example: The issuer is not there
      Given a request "homeless" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "homeless"
      Then "homeless" eventually has an event "IssuerNotFound" saying "Referenced Issuer team-a/lab not found"
      And the event "IssuerNotFound" of "homeless" is a Warning

    Example: The issuer is not ready
      Given a CA issuer "lab" in namespace "team-a" without its Secret
      And a request "too-early" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "too-early"
      Then "too-early" eventually has an event "IssuerNotReady" saying "Referenced Issuer team-a/lab does not have a Ready status condition"
      And the event "IssuerNotReady" of "too-early" is a Warning

  Rule: The end is told as well

    Example: The certificate is there
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And a request "web" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "web"
      Then "web" eventually has an event "CertificateIssued" saying "Certificate fetched from issuer successfully"
      And the event "CertificateIssued" of "web" is Normal
      And the event "CertificateIssued" of "web" comes from "cert-manager-certificatesigningrequests-issuer-ca"

    Example: The request has failed
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And a request "too-short" by "alice" for issuer "lab" in namespace "team-a" with:
        | field                                         | value |
        | experimental.cert-manager.io/request-duration | 1m    |
      When an approver approves "too-short"
      Then "too-short" eventually has an event "InvalidDuration" saying "CertificateSigningRequest minimum allowed duration is 10m0s, requested 1m0s"
      And the event "InvalidDuration" of "too-short" is a Warning

  Rule: A denial is nobody's news

    Example: Who denied it has said why in the condition
      Given a CA issuer "lab" in namespace "team-a" that is Ready
      And a request "refused" by "alice" for issuer "lab" in namespace "team-a"
      And "refused" eventually has an event "WaitingApproval"
      When an approver denies "refused" because "PolicyViolation"
      Then "refused" is denied because "PolicyViolation"
      And "refused" has no event but "WaitingApproval"
