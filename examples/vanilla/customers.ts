export interface Customer {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly company: string
  /** What is dialled. */
  readonly number: string
  readonly email: string
  readonly city: string
  readonly since: string
  notes: string
  readonly activities: Activity[]
}

export interface Activity {
  readonly kind: 'incoming' | 'outgoing' | 'email' | 'order' | 'visit'
  readonly title: string
  readonly detail: string
  /** ms since the epoch. */
  readonly at: number
}

const day = 86_400_000

/** The people and services of the demo PBX, and some who can only be looked at: nobody answers there. */
export function demoCustomers(now: number): Customer[] {
  const at = (daysAgo: number, hour: number) => new Date(now - daysAgo * day).setHours(hour, 12, 0, 0)
  const email = (daysAgo: number, title: string, detail: string): Activity => ({
    kind: 'email',
    title,
    detail,
    at: at(daysAgo, 9),
  })
  const order = (daysAgo: number, title: string, detail: string): Activity => ({
    kind: 'order',
    title,
    detail,
    at: at(daysAgo, 11),
  })
  const visit = (daysAgo: number, title: string, detail: string): Activity => ({
    kind: 'visit',
    title,
    detail,
    at: at(daysAgo, 15),
  })
  return [
    {
      id: 'alice',
      name: 'Alice Moreau',
      role: 'Head gardener',
      company: 'Moreau & Filles',
      number: '1001',
      email: 'alice@moreau.example',
      city: 'Lyon',
      since: '2019',
      notes: 'Prefers a call before noon. Wants the rose catalogue as soon as it is printed.',
      activities: [
        email(2, 'Asked for the spring catalogue', 'Sent the preview; the printed one follows.'),
        order(16, 'Order 2041', '40 bare-root roses, delivered in full.'),
      ],
    },
    {
      id: 'bob',
      name: 'Bob Lindqvist',
      role: 'Owner',
      company: 'Lindqvist Joinery',
      number: '1002',
      email: 'bob@lindqvist.example',
      city: 'Gothenburg',
      since: '2021',
      notes: 'Building twelve raised beds for the school. Delivery by the back gate only.',
      activities: [
        order(1, 'Order 2063', 'Larch boards, 24 pieces, waiting for the carrier.'),
        visit(30, 'Visit at the workshop', 'Measured the beds together.'),
      ],
    },
    {
      id: 'carol',
      name: 'Carol Okafor',
      role: 'Purchasing',
      company: 'Okafor Landscapes',
      number: '1003',
      email: 'carol@okafor.example',
      city: 'Leeds',
      since: '2017',
      notes: 'Net 30, always paid on time.',
      activities: [order(5, 'Order 2055', '600 plugs of sedge, sent in two lots.')],
    },
    {
      id: 'dave',
      name: 'Dave Petrov',
      role: 'Site manager',
      company: 'Stonebridge Parks',
      number: '1004',
      email: 'dave@stonebridge.example',
      city: 'Sofia',
      since: '2023',
      notes: '',
      activities: [email(8, 'Complaint about a late delivery', 'Offered free carriage on the next order.')],
    },
    service('echo', 'Echo test', '600', 'Says back what you say.'),
    service('tone', 'Test tone', '601', 'A steady tone, to hear that sound comes in.'),
    service('announcement', 'Announcement', '602', 'Plays four chimes and hangs up.'),
    service('busy', 'Busy line', '603', 'Is always on another call.'),
    service('unanswered', 'Unanswered line', '605', 'Rings, and nobody is there.'),
    {
      id: 'elena',
      name: 'Elena Duarte',
      role: 'Head of grounds',
      company: 'Duarte Vineyards',
      number: '2207',
      email: 'elena@duarte.example',
      city: 'Porto',
      since: '2020',
      notes: 'Her number has changed; ask Carol for the new one.',
      activities: [email(40, 'Newsletter bounced', '')],
    },
    {
      id: 'farid',
      name: 'Farid Haddad',
      role: 'Architect',
      company: 'Haddad Gardens',
      number: '2311',
      email: 'farid@haddad.example',
      city: 'Marseille',
      since: '2022',
      notes: 'Plans the roof garden of the library.',
      activities: [visit(12, 'Site visit, library roof', 'Load is limited: light substrate.')],
    },
    {
      id: 'greta',
      name: 'Greta Nowak',
      role: 'Owner',
      company: 'Nowak Nursery',
      number: '2450',
      email: 'greta@nowak.example',
      city: 'Wrocław',
      since: '2016',
      notes: 'Swaps seed with us every autumn.',
      activities: [email(3, 'Seed list for the autumn', 'Answered with ours.')],
    },
  ]
}

function service(id: string, name: string, number: string, notes: string): Customer {
  return {
    id,
    name,
    role: 'Service number',
    company: 'Phone tests',
    number,
    email: '',
    city: '',
    since: '',
    notes,
    activities: [],
  }
}
