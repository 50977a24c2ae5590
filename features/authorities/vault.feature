@csr @vault @lab
Feature: Vault signs

  A Vault issuer names a path of Vault's PKI engine, such as pki/sign/any, and how to log in. Every request logs in anew
  and is sent to that path as it is, with the duration as its ttl. What Vault refuses is refused for good: the request
  fails with Vault's own words.

  Background:
    Given a vault issuer "vault" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "vault" in namespace "team-a"

  Rule: An approved request is signed by the role of the issuer's path

    Example: The certificate comes from Vault's issuer, with the duration that was asked for
      Given a request "web" by "alice" for issuer "vault" in namespace "team-a" with:
        | field                                         | value |
        | experimental.cert-manager.io/request-duration | 36h   |
      When an approver approves "web"
      Then "web" is eventually issued
      And "web" eventually has an event "CertificateIssued" saying "Certificate signed successfully"
      And the certificate of "web" is issued by "Vault pki test issuer"
      And the certificate of "web" ends about 36 hours from now
      And the authority "vault" was asked for "sign" once

    Example: Without a wish it is good for 90 days
      Given a request "ordinary" by "alice" for issuer "vault" in namespace "team-a"
      When an approver approves "ordinary"
      Then "ordinary" is eventually issued
      And the certificate of "ordinary" ends about 2160 hours from now

    Scenario Outline: <title>
      Given a request "<name>" by "alice" for issuer "vault" in namespace "team-a" that names:
        | field           | value     |
        | key             | <key>     |
        | common name     | <cn>      |
        | DNS names       | <dns>     |
        | IP addresses    | <ip>      |
        | email addresses | <email>   |
        | URIs            | <uri>     |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" has the key and the names of its request

      Examples:
        | title                               | name          | key         | cn        | dns                      | ip        | email | uri                                       |
        | An RSA key and a DNS name           | rsa-dns       | RSA 2048    |           | a.example.com            |           |       |                                           |
        | An ECDSA key and a DNS name         | ecdsa-dns     | ECDSA P-256 |           | a.example.com            |           |       |                                           |
        | An RSA key and a common name        | rsa-cn        | RSA 2048    | test-name |                          |           |       |                                           |
        | An ECDSA key and a common name      | ecdsa-cn      | ECDSA P-256 | test-name |                          |           |       |                                           |
        | A common name and an IP address     | cn-ip         | RSA 2048    | test-name |                          | 127.0.0.1 |       |                                           |
        | An IP address                       | ip            | RSA 2048    |           |                          | 127.0.0.1 |       |                                           |
        | A DNS name and an IP address        | dns-ip        | RSA 2048    |           | a.example.com            | 127.0.0.1 |       |                                           |
        | A common name and a URI             | cn-uri        | RSA 2048    | test-name |                          |           |       | spiffe://cluster.local/ns/sandbox/sa/foo  |
        | One of two DNS names as common name | cn-is-dns     | RSA 2048    | a.example.com | a.example.com, b.example.com |   |       |                                           |
        | A common name beside a DNS name     | cn-and-dns    | RSA 2048    | c.example.com | a.example.com        |           |       |                                           |
        | A wildcard                          | wildcard      | RSA 2048    |           | *.example.com            |           |       |                                           |
        | A wildcard and its apex             | wild-and-apex | RSA 2048    |           | *.example.com, example.com |         |       |                                           |
        | A URI                               | uri           | RSA 2048    |           |                          |           |       | spiffe://cluster.local/ns/sandbox/sa/foo  |
        | A long label                        | long-label    | RSA 2048    |           | aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123.example.com | | | |

  Rule: Vault is not told of email addresses

    What the engine does not send, a role that takes names from the call does not sign; the role here takes them from the request.

    Example: An email address in the request
      Given a request "by-mail" by "alice" for issuer "vault" in namespace "team-a" that names:
        | field           | value                                     |
        | email addresses | alice@example.com, bob@cert-manager.io    |
      When an approver approves "by-mail"
      Then "by-mail" is eventually issued

  Rule: A refusal is final

    Example: The role does not allow it
      Given a request "not-allowed" by "alice" for issuer "vault" in namespace "team-a"
      And the authority "vault" will answer its next "sign" with status 400 and "errors" "role does not allow it"
      When an approver approves "not-allowed"
      Then "not-allowed" eventually fails with "ErrorSigning"
      And "not-allowed" has no certificate
      And the authority "vault" was asked for "sign" once
