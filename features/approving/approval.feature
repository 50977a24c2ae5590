@csr
Feature: Approval comes before signing

  A CertificateSigningRequest is a question to the cluster: may this key have this certificate? Somebody with the
  right to approve answers it. A signer never touches a request nobody approved, and cert-manager's issuers are
  never approved by themselves. A denial is final: a denied request is not signed later, whatever happens to its issuer.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: Only an approved request is signed

    Example: An approved request receives a certificate
      (P-256 key, usages "digital signature" and "client auth")

      Given a request "web" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "web"
      Then "web" is eventually issued
      And the certificate of "web" chains to the CA of "lab" in namespace "team-a"
      And the certificate of "web" has no lint errors

    Example: A request that nobody answered waits and says so
      When "alice" requests "waiting" from issuer "lab" in namespace "team-a"
      Then "waiting" eventually has an event "WaitingApproval" saying "Waiting for the Approved condition before issuing"
      And "waiting" has no conditions
      And "waiting" has no certificate

  Rule: A denied request stays denied

    Example: A denied request gets no certificate
      Given a request "refused" by "alice" for issuer "lab" in namespace "team-a"
      When an approver denies "refused" because "PolicyViolation"
      Then "refused" is denied because "PolicyViolation"
      And "refused" stays without a certificate

    Example: A denial survives the issuer being given a new CA
      Given a request "refused-for-good" by "alice" for issuer "lab" in namespace "team-a"
      And an approver denied "refused-for-good" because "PolicyViolation"
      When issuer "lab" in namespace "team-a" is given a new CA
      Then "refused-for-good" is denied because "PolicyViolation"
      And "refused-for-good" stays without a certificate

  Rule: Approving needs permission for the signer

    Example: A requester cannot approve their own request
      (alice may create requests, but has no "approve" on the signer)

      Given a request "self-approved" by "alice" for issuer "lab" in namespace "team-a"
      When "alice" tries to approve "self-approved"
      Then it fails with Forbidden
      And "self-approved" has no conditions

    Example: An approver of other signers cannot approve this one
      (the right to update approvals alone is not enough)

      Given user "carol" may approve requests for signer "example.com/other"
      And a request "not-mine" by "alice" for issuer "lab" in namespace "team-a"
      When "carol" tries to approve "not-mine"
      Then it fails with Forbidden: user not permitted to approve requests with signerName "issuers.cert-manager.io/team-a.lab"
      And "not-mine" has no conditions
