@csr @conformance @usages
Feature: The certificate is good for the usages that were asked for

  spec.usages says what the key may be used for. A client certificate that is good for serving as well, or a usage that
  is missing, is another certificate than the approved one.

  Background:
    Given the signer under test

  Rule: Requested usages are there, and no purpose is added

    Scenario Outline: <usages>
      Given a request "purposeful" with:
        | field  | value    |
        | usages | <usages> |
      When "purposeful" is approved
      Then the certificate of "purposeful" is good for the usages of its request

      Examples:
        | usages                                                        |
        | digital signature, client auth                                |
        | digital signature, key encipherment, server auth              |
        | digital signature, key encipherment, server auth, client auth |
