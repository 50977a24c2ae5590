@csr @conformance @is-ca
Feature: Nobody becomes a certificate authority without asking

  The annotation experimental.cert-manager.io/request-is-ca asks for a CA certificate. A signer that does not know it
  declares "--unsupported is-ca".

  Background:
    Given the signer under test

  Rule: Only who asks for a CA certificate gets one

    Example: A request that asks for nothing gets an ordinary certificate
      Given a request "leaf"
      When "leaf" is approved
      Then the certificate of "leaf" is not one of a certificate authority

    Example: A request that asks for a CA certificate gets one
      Given a request "authority" with:
        | field                                      | value               |
        | experimental.cert-manager.io/request-is-ca | true                |
        | usages                                     | cert sign, crl sign |
      When "authority" is approved
      Then the certificate of "authority" is one of a certificate authority
