/** The reason phrases of RFC 3261 21 and of its extensions, and causes' texts (Q.850) as servers write them: nobody's words. */
const phrases = new Set(
  `Trying|Ringing|Call Is Being Forwarded|Queued|Session Progress|Session in Progress|Early Dialog Terminated|OK|Accepted|
No Notification|Multiple Choices|Moved Permanently|Moved Temporarily|Use Proxy|Alternative Service|Bad Request|Unauthorized|
Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Proxy Authentication Required|Request Timeout|Gone|
Conditional Request Failed|Request Entity Too Large|Request-URI Too Long|Unsupported Media Type|Unsupported URI Scheme|
Bad Extension|Extension Required|Session Interval Too Small|Interval Too Brief|Bad Location Information|
Use Identity Header|Provide Referrer Identity|Flow Failed|Anonymity Disallowed|Bad Identity-Info|Unsupported Certificate|
Invalid Identity Header|First Hop Lacks Outbound Support|Consent Needed|Temporarily Unavailable|
Temporarily not available|Call/Transaction Does Not Exist|Call Leg/Transaction Does Not Exist|Loop Detected|Too Many Hops|
Address Incomplete|Ambiguous|Busy Here|Busy|Request Terminated|Not Acceptable Here|Bad Event|Request Pending|Undecipherable|
Security Agreement Required|Internal Server Error|Server Internal Error|Not Implemented|Bad Gateway|Service Unavailable|
Server Time-out|Server Timeout|Version Not Supported|Message Too Large|Precondition Failure|Busy Everywhere|Decline|Declined|
Does Not Exist Anywhere|Unwanted|Rejected|Call completed elsewhere|Call Completed Elsewhere|Call rejected|Normal|
Normal Clearing|Normal call clearing|User busy|User Busy|No user responding|No answer from user|Subscriber absent|
Unallocated (unassigned) number|No route to destination|Interworking, unspecified|Normal, unspecified|
Another INVITE transaction in progress|Originator cancel|ORIGINATOR_CANCEL|NORMAL_CLEARING|USER_BUSY|NO_ANSWER|Answered elsewhere|SIP;cause=200|terminated`
    .split('|')
    .map((phrase) => phrase.trim().toLowerCase()),
)

export const isStandardPhrase = (phrase: string): boolean => phrases.has(phrase.trim().toLowerCase())
