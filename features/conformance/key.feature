@csr @conformance @key
Feature: The certificate is for the requester's key

  The requester holds one private key. A certificate over any other public key is of no use to the one who asked, and
  of great use to somebody else.

  Background:
    Given the signer under test

  Rule: The public key of the certificate is the request's

    Scenario Outline: A request with <key>
      Given a request "keyed" with:
        | field | value |
        | key   | <key> |
      When "keyed" is approved
      Then the certificate of "keyed" carries the public key of its request

      Examples:
        | key         |
        | ECDSA P-256 |
        | ECDSA P-384 |
        | RSA 2048    |
