@csr @operations @lab
Feature: One replica works, another takes over

  The engine may run in several copies, so that the end of one is not the end of signing. They agree on a leader by a Lease in the
  API server: whoever holds it works, and renews it while it does; the others wait. A leader that is stopped finishes what it has
  begun and gives up the Lease. All that the next one needs to know is in the cluster.

  Background:
    Given a lab whose engine runs as 2 replicas
    And a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: Only the leader signs

    Example: Two replicas see the same request
      Given a request "seen-twice" by "alice" for issuer "lab" in namespace "team-a"
      When an approver approves "seen-twice"
      Then "seen-twice" is eventually issued
      And the certificate of "seen-twice" was written once
      And one replica leads

  Rule: When the leader ends, another one goes on

    Example: A request that the old leader knew is signed by the new one
      Given a request "handed-over" by "alice" for issuer "lab" in namespace "team-a"
      And the leading replica ends
      When an approver approves "handed-over"
      Then "handed-over" is eventually issued
      And the certificate of "handed-over" was written once
      And one replica leads

    Example: A certificate that is there is not made again
      Given a request "made-before" by "alice" for issuer "lab" in namespace "team-a"
      And an approver approves "made-before"
      And "made-before" is eventually issued
      When the leading replica ends
      Then the certificate of "made-before" was written once
