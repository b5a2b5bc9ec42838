// Drives a live stack with the real client. Prints one line of JSON for each check: {"name", "fault"}, fault null when all is well.
// Environment: KB_URL (of the data API), KB_ANON_KEY, KB_SERVICE_KEY, KB_USER_TOKEN (of the user whose id ends in "a").
import { deepStrictEqual as same, ok } from 'node:assert/strict'
import { PostgrestClient } from '@supabase/postgrest-js'

const { KB_URL, KB_ANON_KEY, KB_SERVICE_KEY, KB_USER_TOKEN } = process.env
const connect = (key, bearer = key, schema = undefined) => new PostgrestClient(KB_URL, { headers: { apikey: key, Authorization: `Bearer ${bearer}` }, schema })
const anon = connect(KB_ANON_KEY)
const service = connect(KB_SERVICE_KEY)
const user = connect(KB_ANON_KEY, KB_USER_TOKEN)

/** What a call that must succeed gave. */
const data = async (call) => {
  const answer = await call
  same(answer.error, null)
  return answer.data
}
const ids = async (call) => (await data(call)).map((row) => row.id)

const checks = {
  'select columns': async () => same(await data(anon.from('countries').select('code, label:name').order('code')), [{ code: 'de', label: 'Germany' }, { code: 'fr', label: 'France' }, { code: 'tr', label: 'Türkiye' }]),
  'select everything': async () => same(await data(anon.from('covers').select().eq('book_id', 1)), [{ book_id: 1, artist: 'Ece', colours: 4 }]),
  'eq, neq, gt, gte, lt, lte': async () => {
    same(await ids(anon.from('books').select('id').eq('title', 'Sea')), [1])
    same(await ids(anon.from('books').select('id').neq('genre', 'novel').order('id')), [2, 4, 5])
    same(await ids(anon.from('books').select('id').gt('pages', 90).lte('pages', 300).order('id')), [1, 4])
    same(await ids(anon.from('books').select('id').gte('pages', 90).lt('pages', 300).order('id')), [2, 4])
  },
  'like and ilike, any and all': async () => {
    same(await ids(anon.from('books').select('id').like('title', 'S%d')), [4])
    same(await ids(anon.from('books').select('id').ilike('title', 's_a')), [1])
    same(await ids(anon.from('books').select('id').likeAnyOf('title', ['Sea', '%rm']).order('id')), [1, 3])
    same(await ids(anon.from('books').select('id').ilikeAllOf('title', ['s%', '%A%']).order('id')), [1, 2, 4])
  },
  'is and in': async () => {
    same(await ids(anon.from('books').select('id').is('price', null)), [4])
    same(await ids(anon.from('books').select('id').in('title', ['Sea', 'Storm', 'a,b']).order('id')), [1, 3])
    same(await ids(anon.from('phrases').select('id').in('phrase', ['a,b', '(parens)']).order('id')), [2, 5])
  },
  'contains, containedBy, overlaps and ranges': async () => {
    same(await ids(anon.from('samples').select('id').contains('tags', ['b']).order('id')), [1, 2])
    same(await ids(anon.from('samples').select('id').containedBy('numbers', [1, 2, 3, 4]).order('id')), [1, 2])
    same(await ids(anon.from('samples').select('id').overlaps('tags', ['c', 'z'])), [2])
    same(await ids(anon.from('documents').select('id').contains('data', { kind: 'memo' })), [2])
    same(await ids(anon.from('samples').select('id').rangeLt('span', '[5,6)')), [1])
    same(await ids(anon.from('samples').select('id').rangeAdjacent('span', '[10,12)')), [2])
  },
  'textSearch': async () => same(await ids(anon.from('texts').select('id').textSearch('lexemes', 'cat -rat', { type: 'websearch', config: 'english' })), [1]),
  'match, not, or and filter': async () => {
    same(await ids(anon.from('books').select('id').match({ genre: 'novel', author_id: 2 })), [3])
    same(await ids(anon.from('books').select('id').not('id', 'in', '(1,2,3)').order('id')), [4, 5])
    same(await ids(anon.from('books').select('id').or('id.eq.1,and(pages.lt.100,genre.eq.poetry)').order('id')), [1, 2])
    same(await ids(anon.from('documents').select('id').filter('data->to->>name', 'eq', 'Ada')), [1])
  },
  'json paths and casts': async () => same(await data(anon.from('documents').select('data->>kind, first:data->tags->0, data->>pages::int').eq('id', 1)), [{ kind: 'letter', first: 'x', pages: 3 }]),
  'order, limit and range': async () => {
    same(await ids(anon.from('authors').select('id').order('born', { ascending: false, nullsFirst: false }).limit(2)), [4, 2])
    same(await ids(anon.from('books').select('id').order('genre').order('pages', { ascending: false }).range(1, 2)), [1, 2])
  },
  'embed to one, to many and many to many': async () => {
    same(await data(anon.from('books').select('title, authors(name)').eq('id', 1)), [{ title: 'Sea', authors: { name: 'Ada' } }])
    same(await data(anon.from('authors').select('name, books(title)').eq('id', 1).order('id', { referencedTable: 'books' })), [{ name: 'Ada', books: [{ title: 'Sea' }, { title: 'Salt' }] }])
    same(await data(anon.from('books').select('id, stores(name)').eq('id', 2)), [{ id: 2, stores: [{ name: 'North' }] }])
  },
  'embed with hints, filters, limits and inner joins': async () => {
    same(await data(anon.from('letters').select('body, from:authors!letters_sender_fkey(name), to:recipient_id(name)').eq('id', 1)), [{ body: 'Hello', from: { name: 'Ada' }, to: { name: 'Bora' } }])
    same(await data(anon.from('authors').select('id, books!inner(id)').eq('books.title', 'Storm')), [{ id: 2, books: [{ id: 3 }] }])
    same(await data(anon.from('authors').select('id, books(id)').eq('id', 1).order('id', { referencedTable: 'books', ascending: false }).limit(1, { referencedTable: 'books' })), [{ id: 1, books: [{ id: 2 }] }])
    same(await data(anon.from('authors').select('id, books(id)').eq('id', 1).or('pages.lt.100,pages.gt.900', { referencedTable: 'books' })), [{ id: 1, books: [{ id: 2 }] }])
    same(await data(anon.from('books').select('id, ...authors(author:name)').eq('id', 4)), [{ id: 4, author: 'Cem' }])
  },
  'an ambiguous embed': async () => {
    const { error, status } = await anon.from('letters').select('*, authors(*)')
    same([status, error.code], [300, 'PGRST201'])
    ok(/letters_sender_fkey/.test(JSON.stringify(error.details)))
  },
  'aggregates': async () => same(await data(anon.from('readings').select('station, level.sum(), count()').order('station').limit(1)), [{ station: 'a', sum: 30, count: 2 }]),
  'counts': async () => {
    const exact = await anon.from('books').select('*', { count: 'exact', head: true })
    same([exact.count, exact.data, exact.status], [5, null, 200])
    const page = await anon.from('thousands').select('id', { count: 'exact' }).range(0, 9)
    same([page.count, page.data.length, page.status], [1200, 10, 206])
    same((await anon.from('thousands').select('id', { count: 'planned', head: true })).count, 1200)
    same((await anon.from('thousands').select('id', { count: 'estimated', head: true })).count, 1200)
  },
  'single': async () => {
    same(await data(anon.from('books').select('id, title').eq('id', 1).single()), { id: 1, title: 'Sea' })
    const none = await anon.from('books').select('id').eq('id', 99).single()
    same([none.status, none.error.code, none.error.details], [406, 'PGRST116', 'The result contains 0 rows'])
  },
  'maybeSingle': async () => {
    same(await data(anon.from('books').select('id').eq('id', 1).maybeSingle()), { id: 1 })
    same(await data(anon.from('books').select('id').eq('id', 99).maybeSingle()), null)
    same((await anon.from('books').select('id').lt('id', 3).maybeSingle()).error.code, 'PGRST116')
  },
  'csv': async () => same(await data(anon.from('books').select('id, title').lt('id', 3).order('id').csv()), 'id,title\n1,Sea\n2,Salt'),
  'another schema': async () => same(await data(anon.schema('archive').from('records').select('title, boxes(name)').eq('id', 1)), [{ title: 'Ledger', boxes: { name: 'old' } }]),
  'rpc': async () => {
    same(await data(anon.rpc('add_them', { a: 1, b: 2 })), 3)
    same(await data(anon.rpc('greet')), 'Hello world')
    same(await data(anon.rpc('add_them', { a: 1, b: 2 }, { get: true })), 3)
    same(await data(anon.rpc('word_list', { words: ['x', 'y'] })), ['x', 'y'])
    same(await data(anon.rpc('nothing_at_all')), null)
  },
  'rpc with filters, select, order and count': async () => {
    same(await data(anon.rpc('books_from', { min_pages: 100 }).select('id, authors(name)').eq('genre', 'novel').order('id', { ascending: false }).limit(1)), [{ id: 3, authors: { name: 'Bora' } }])
    same((await anon.rpc('books_from', {}, { head: true, count: 'exact' })).count, 5)
    same(await data(anon.rpc('books_from').select('title').eq('id', 2).single()), { title: 'Salt' })
  },
  'rpc errors': async () => {
    const raised = await anon.rpc('raise_402')
    same([raised.status, raised.error.code, raised.error.message, raised.error.hint], [402, 'PT402', 'Payment Required', 'Upgrade your plan'])
    same((await anon.rpc('greett')).error.code, 'PGRST202')
  },
  'insert': async () => {
    const minimal = await service.from('items').insert({ id: 100, name: 'Minimal' })
    same([minimal.status, minimal.data, minimal.error], [201, null, null])
    same(await data(service.from('items').insert({ id: 101, name: 'Back' }).select('id, name, slug').single()), { id: 101, name: 'Back', slug: 'back' })
    same(await data(service.from('items').insert([{ id: 102, name: 'A' }, { id: 103, name: 'B', quantity: 7 }]).select('id, quantity').order('id')), [{ id: 102, quantity: null }, { id: 103, quantity: 7 }])
    same(await data(service.from('items').insert([{ id: 104, name: 'A' }, { id: 105, name: 'B', quantity: 7 }], { defaultToNull: false }).select('id, quantity').order('id')), [{ id: 104, quantity: 1 }, { id: 105, quantity: 7 }])
    same((await service.from('items').insert([{ id: 106, name: 'A' }, { id: 107, name: 'B' }], { count: 'exact' })).count, 2)
  },
  'upsert': async () => {
    const row = { scope: 'client', key: 'k', value: 'one' }
    same((await service.from('settings').upsert(row)).status, 201)
    same(await data(service.from('settings').upsert([{ ...row, value: 'two' }, { ...row, key: 'l' }]).select('key, value').order('key')), [{ key: 'k', value: 'two' }, { key: 'l', value: 'one' }])
    same(await data(service.from('settings').upsert({ ...row, value: 'three' }, { ignoreDuplicates: true }).select()), [])
    same(await data(service.from('emails').upsert({ address: 'a@x.test', label: 'client' }, { onConflict: 'address' }).select('label').single()), { label: 'client' })
  },
  'update': async () => {
    await data(service.from('items').insert({ id: 110, name: 'Old' }))
    same((await service.from('items').update({ name: 'New' }).eq('id', 110)).status, 204)
    same(await data(service.from('items').update({ quantity: 3 }).eq('id', 110).select('name, quantity').single()), { name: 'New', quantity: 3 })
    same(await data(service.from('items').update({ quantity: 4 }).eq('id', 999).select()), [])
    same((await service.from('items').update({ quantity: 5 }, { count: 'exact' }).eq('id', 110)).count, 1)
  },
  'delete': async () => {
    await data(service.from('items').insert([{ id: 120, name: 'X' }, { id: 121, name: 'Y' }, { id: 122, name: 'Z' }]))
    same((await service.from('items').delete().eq('id', 120)).status, 204)
    same(await data(service.from('items').delete().eq('id', 121).select('id')), [{ id: 121 }])
    same((await service.from('items').delete({ count: 'exact' }).eq('id', 122)).count, 1)
    same((await service.from('items').delete()).error.code, 'KB601')
  },
  'maxAffected': async () => {
    await data(service.from('items').insert([{ id: 130, name: 'X' }, { id: 131, name: 'Y' }]))
    const refused = await service.from('items').update({ name: 'Z' }).in('id', [130, 131]).maxAffected(1)
    same([refused.status, refused.error.code], [400, 'PGRST124'])
    same((await service.from('items').update({ name: 'Z' }).in('id', [130, 131]).maxAffected(2)).status, 204)
  },
  'writes with embeds': async () => same(await data(service.from('item_notes').insert({ item_id: 1, note: 'client' }).select('note, items(name)').single()), { note: 'client', items: { name: 'Pen' } }),
  'errors': async () => {
    const conflict = await service.from('only_keys').insert({ id: 1 })
    same([conflict.status, conflict.error.code, conflict.error.details], [409, '23505', 'Key (id)=(1) already exists.'])
    const unknown = await anon.from('bookz').select()
    same([unknown.status, unknown.error.code, unknown.error.hint], [404, 'PGRST205', "Perhaps you meant the table 'public.books'"])
    same([(await anon.from('vault').select()).status, (await user.from('vault').select()).status], [401, 403])
    await anon.from('bookz').select().throwOnError().then(() => ok(false, 'did not throw'), (error) => same(error.code, 'PGRST205'))
  },
  'row security of a signed-in user': async () => {
    same(await data(anon.from('diary').select('id')), [])
    same(await data(user.from('diary').select('id')), [{ id: 1 }])
    same((await data(user.from('diary').insert({ id: 50, entry: 'today' }).select('owner').single())).owner.slice(-1), 'a')
    same((await user.from('diary').insert({ id: 51, owner: 'somebody' })).error.code, '42501')
  },
  'abortSignal': async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    const { error, data } = await service.rpc('nap', { seconds: 30 }).abortSignal(abort.signal)
    same(data, null)
    ok(/abort/i.test(error.message), error.message)
    same(await ids(anon.from('books').select('id').eq('id', 1).abortSignal(new AbortController().signal)), [1])
  },
}

for (const [name, check] of Object.entries(checks)) {
  const fault = await check().then(() => null, (error) => error.message)
  console.log(JSON.stringify({ name, fault }))
}
