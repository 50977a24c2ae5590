@csr @acme @lab
Feature: An ACME authority signs

  ACME asks for proof that the requester controls every name. The engine makes an Order and, for each name that is not proven yet,
  a Challenge; a solver in the cluster answers it. ACME certificates carry DNS names and addresses: a common name must be
  one of them. The duration is the authority's to choose unless the issuer says otherwise.

  Background:
    Given an acme issuer "acme" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "acme" in namespace "team-a"

  Rule: Names are proven, then the certificate is issued

    Example: A solver answers the http-01 challenge
      Given a request "web" by "alice" for issuer "acme" in namespace "team-a"
      When an approver approves "web"
      Then "web" is eventually issued
      And "web" eventually has an event "CertificateIssued" saying "Certificate fetched from issuer successfully"

  Rule: A common name must be among the names

    Example: A common name that is no DNS name fails the request
      Given a request "odd-name" by "alice" for issuer "acme" in namespace "team-a" with:
        | field       | value       |
        | common name | somebody    |
      When an approver approves "odd-name"
      Then "odd-name" eventually fails with "InvalidOrder"
      And "odd-name" has no certificate
