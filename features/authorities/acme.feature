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

    Scenario Outline: <title>
      Given a request "<name>" by "alice" for issuer "acme" in namespace "team-a" that names:
        | field        | value |
        | key          | <key> |
        | DNS names    | <dns> |
        | IP addresses | <ip>  |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" has the key and the names of its request

      Examples:
        | title                        | name        | key         | dns           | ip        |
        | An RSA key                   | rsa-dns     | RSA 2048    | a.example.com |           |
        | An ECDSA key                 | ecdsa-dns   | ECDSA P-256 | a.example.com |           |
        | An Ed25519 key               | ed25519-dns | Ed25519     | a.example.com |           |
        | An IP address                | ip          | RSA 2048    |               | 127.0.0.1 |
        | A DNS name and an IP address | dns-ip      | RSA 2048    | a.example.com | 127.0.0.1 |
        | A long label                 | long-label  | RSA 2048    | aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123.example.com | |

  Rule: The duration is the authority's to choose

    Example: A duration that is asked for is not passed on
      Given a request "short" by "alice" for issuer "acme" in namespace "team-a" with:
        | field                                         | value |
        | experimental.cert-manager.io/request-duration | 36h   |
      When an approver approves "short"
      Then "short" is eventually issued
      And the certificate of "short" ends about 2160 hours from now

  Rule: A request has one Order, which is found by its name

    The name of an Order is made of the request's name and of what is asked for, so whoever looks for it finds it, also after a restart.

    Example: The engine is restarted while the authority is out of reach
      Given a request "one-order" by "alice" for issuer "acme" in namespace "team-a"
      And the connection to the authority "acme" will break before the authority has seen its next "newOrder"
      And an approver approves "one-order"
      And "one-order" eventually has an event "OrderCreated"
      And the engine is stopped
      When the engine is started again
      Then "one-order" is eventually issued
      And "one-order" has one Order

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
      Then "odd-name" eventually fails with "InvalidOrder": The CSR PEM requests a commonName that is not present in the list of dnsNames or ipAddresses. If a commonName is set, ACME requires that the value is also present in the list of dnsNames or ipAddresses: "somebody" does not exist in [odd-name.team-a.svc] or []
      And "odd-name" has no certificate
      And the authority "acme" was not asked for "newOrder"

    Example: A common name that is one of the DNS names is fine
      Given a request "same-name" by "alice" for issuer "acme" in namespace "team-a" that names:
        | field       | value                          |
        | common name | a.example.com                  |
        | DNS names   | a.example.com, b.example.com   |
      When an approver approves "same-name"
      Then "same-name" is eventually issued
      And the certificate of "same-name" has the key and the names of its request

  Rule: What the authority refuses is refused for good

    Example: A name that the authority may not certify
      Given a request "refused" by "alice" for issuer "acme" in namespace "team-a" that names:
        | field     | value                       |
        | DNS names | www.blocked-domain.example  |
      When an approver approves "refused"
      Then "refused" eventually fails with "OrderFailed"
      And "refused" has one Order
