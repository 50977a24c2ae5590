Feature: Our approver lets web servers in

  Whoever asks for a certificate of a web server gets it. Everybody else is told no, and stays without.

  Background:
    Given a CA issuer "lab" in namespace "team-a" that is Ready
    And user "alice" may request certificates and reference "lab" in namespace "team-a"

  Rule: It decides by the name of the request

    Example: A web server gets its certificate
      Given a request "web" by "alice" for issuer "lab" in namespace "team-a"
      When our approver looks at the requests
      Then "web" is eventually issued
      And the certificate of "web" chains to the CA of "lab" in namespace "team-a"

    Example: A printer does not
      Given a request "printer" by "alice" for issuer "lab" in namespace "team-a"
      When our approver looks at the requests
      Then "printer" is denied because "OurPolicy"
      And "printer" stays without a certificate
