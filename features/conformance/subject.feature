@csr @conformance @subject
Feature: The certificate names the subject that was asked for

  What was approved is the whole request. A signer that signs another subject signs something nobody approved.

  Background:
    Given the signer under test

  Rule: The subject is the request's

    Scenario Outline: <title>
      Given a request "named" with:
        | field        | value          |
        | common name  | <common name>  |
        | organization | <organization> |
      When "named" is approved
      Then the certificate of "named" has the subject of its request

      Examples:
        | title                                 | common name       | organization |
        | A common name alone                   | web.example.com   |              |
        | A common name and an organization     | web.example.com   | payments     |
        | A common name and two organizations   | api.example.com   | red, blue    |
