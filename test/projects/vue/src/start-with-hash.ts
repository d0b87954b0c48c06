import vitrina from 'vitrina';

void vitrina.initialize('xy76ks', {
  endpoint: 'https://events.example.com/v1/events',
  pageViews: { hash: true },
});
