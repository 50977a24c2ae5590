@csr @duration
Feature: The requester says how long the certificate shall live

  The annotation experimental.cert-manager.io/request-duration holds a Go duration such as "36h" or "1h30m". It wins
  over spec.expirationSeconds; without either a certificate lives 90 days. Anything below ten minutes, and anything that
  is no duration, fails the request for good.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: A duration is the annotation's, else expirationSeconds, else 90 days

    Scenario Outline: <title>
      Given a request "<name>" by "alice" for issuer "lab" in namespace "team-a" with:
        | field                                        | value        |
        | experimental.cert-manager.io/request-duration | <annotation> |
        | spec.expirationSeconds                       | <seconds>    |
      When an approver approves "<name>"
      Then "<name>" is eventually issued
      And the certificate of "<name>" is valid for <lifetime>

      Examples:
        | title                                    | name       | annotation | seconds | lifetime   |
        | Without a wish it is 90 days             | no-wish    |            |         | 2160 hours |
        | expirationSeconds is honoured            | by-seconds |            | 7200    | 2 hours    |
        | The annotation is honoured               | by-note    | 36h        |         | 36 hours   |
        | The annotation wins over expirationSeconds | both       | 3h         | 7200    | 3 hours    |
        | Ten minutes are just enough              | shortest   | 10m        |         | 10 minutes |

  Rule: A duration that cannot be used fails the request

    Example: A duration below ten minutes
      Given a request "too-short" by "alice" for issuer "lab" in namespace "team-a" with:
        | field                                        | value |
        | experimental.cert-manager.io/request-duration | 9m59s |
      When an approver approves "too-short"
      Then "too-short" eventually fails with "InvalidDuration": CertificateSigningRequest minimum allowed duration is 10m0s, requested 9m59s

    Example: A word that is no duration
      Given a request "no-duration" by "alice" for issuer "lab" in namespace "team-a" with:
        | field                                        | value    |
        | experimental.cert-manager.io/request-duration | tomorrow |
      When an approver approves "no-duration"
      Then "no-duration" eventually fails with "ErrorParseDuration": Failed to parse requested duration: failed to parse requested duration on annotation "experimental.cert-manager.io/request-duration": time: invalid duration "tomorrow"
