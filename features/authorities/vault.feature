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
      And the authority "vault" was asked to sign once

  Rule: A refusal is final

    Example: Vault is sealed when it is asked to sign
      Given a request "sealed" by "alice" for issuer "vault" in namespace "team-a"
      And the authority "vault" will answer its next signing with status 400 and "errors" "role does not allow it"
      When an approver approves "sealed"
      Then "sealed" eventually fails with "ErrorSigning"
      And "sealed" has no certificate
