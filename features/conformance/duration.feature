@csr @conformance @duration
Feature: The certificate lives as long as was asked for

  spec.expirationSeconds is a wish that a signer may not know; one that does not declares it with
  "--unsupported duration". Five minutes are tolerated, since signers date certificates back for clocks that are slow.

  Background:
    Given the signer under test

  Rule: expirationSeconds decides when the certificate ends

    Scenario Outline: <seconds> seconds
      Given a request "timed" with:
        | field             | value     |
        | expirationSeconds | <seconds> |
      When "timed" is approved
      Then the certificate of "timed" ends <seconds> seconds after it was asked for, give or take 300

      Examples:
        | seconds |
        | 7200    |
        | 172800  |
