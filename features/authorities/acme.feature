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

  Rule: A name can be proven in the DNS

    The issuer names a name server and a key; the solver adds a TXT record with an update that is signed with it, and takes it away
    when it is no longer needed. A wildcard can be proven in no other way.

    Example: A signed update answers the dns-01 challenge
      Given an acme-dns01 issuer "by-dns" in namespace "team-a" that is Ready
      And user "alice" may request certificates and reference "by-dns" in namespace "team-a"
      And a request "wild" by "alice" for issuer "by-dns" in namespace "team-a" with:
        | field    | value              |
        | DNS name | *.shop.example.com |
      When an approver approves "wild"
      Then "wild" is eventually issued
      And the name server took an update of "_acme-challenge.shop.example.com"
      And the name server eventually has no record of "_acme-challenge.shop.example.com"

  Rule: A common name must be among the names

    Example: A common name that is no DNS name fails the request
      Given a request "odd-name" by "alice" for issuer "acme" in namespace "team-a" with:
        | field       | value       |
        | common name | somebody    |
      When an approver approves "odd-name"
      Then "odd-name" eventually fails with "InvalidOrder"
      And "odd-name" has no certificate
