@csr @is-ca
Feature: The requester asks for a certificate authority

  The annotation experimental.cert-manager.io/request-is-ca asks for a CA certificate. Only the exact word "true" counts:
  every other value, and no annotation at all, means an ordinary certificate.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: Only the word "true" makes a certificate authority

    Scenario Outline: <title>
      Given a request "<name>" by "alice" for issuer "lab" in namespace "team-a" with:
        | field                                     | value   |
        | experimental.cert-manager.io/request-is-ca | <value> |
        | spec.usages                               | <usages> |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" <is> a certificate authority

      Examples:
        | title                              | name      | value | usages                 | is     |
        | "true" gives a CA certificate      | a-ca      | true  | cert sign,crl sign     | is     |
        | "false" gives an ordinary one      | a-false   | false | digital signature      | is not |
        | "True" is not the word             | a-capital | True  | digital signature      | is not |
        | Without the annotation it is a leaf | a-leaf    |       | digital signature      | is not |
