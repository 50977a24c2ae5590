@csr @conformance @san
Feature: All requested names are in the certificate

  Clients compare the names they dialled with the subject alternative names. One that is dropped fails at run time,
  far from here.

  Background:
    Given the signer under test

  Rule: No requested name is dropped, and none is added

    Scenario Outline: <title>
      Given a request "alternative" with:
        | field           | value    |
        | DNS names       | <dns>    |
        | IP addresses    | <ips>    |
        | email addresses | <emails> |
        | URIs            | <uris>   |
      When "alternative" is approved
      Then the certificate of "alternative" has the names of its request

      Examples:
        | title                  | dns                                       | ips                    | emails            | uris                          |
        | One DNS name           | web.example.com                           |                        |                   |                               |
        | Several DNS names      | web.example.com, www.example.com, example.com |                    |                   |                               |
        | DNS names and addresses | web.example.com                          | 10.0.0.7, 2001:db8::7  |                   |                               |
        | An email address       | web.example.com                           |                        | ops@example.com   |                               |
        | A URI                  | web.example.com                           |                        |                   | spiffe://example.com/ns/web   |
