// A program as users of the clients write it. It is compiled, not run: each line that must not compile says so.
import { PostgrestClient } from '@supabase/postgrest-js'
import { Constants, type CompositeTypes, type Database, type Enums, type Json, type Tables, type TablesInsert, type TablesUpdate } from './database.js'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(_: Same<A, B>): void {}

const client = new PostgrestClient<Database>('http://localhost')

// Row: what a column holds, and whether it may be null.
same<Tables<'authors'>['id'], number>(true)
same<Tables<'authors'>['bio'], string | null>(true)
same<Tables<'authors'>['mood'], 'a' | 'b c' | 'A'>(true)
same<Tables<'authors'>['moods'], ('a' | 'b c' | 'A')[] | null>(true)
same<Tables<'authors'>['home'], CompositeTypes<'addr'> | null>(true)
same<Tables<'authors'>['score'], number | null>(true)
same<Tables<'authors'>['tags'], string[]>(true)
same<Tables<'authors'>['meta'], Json | null>(true)
same<Tables<'authors'>['num'], number>(true)
same<Tables<'authors'>['d'], string>(true)
same<Tables<'authors'>['ok'], boolean | null>(true)
same<Tables<'authors'>['span'], string | null>(true)
same<Tables<'books'>['author'], Tables<'authors'> | null>(true)
same<CompositeTypes<'addr'>, { street: string | null; no: number | null; mood: Enums<'plain'> | null }>(true)
same<Enums<'Mood'>, 'happy' | 'it\'s "bad"' | 'größe' | ''>(true)
same<Tables<'simple'>['title'], string | null>(true)
same<Tables<{ schema: 'other schema' }, 'paints'>, { c: 'red' | 'green' | null; author: Enums<'plain'> | null }>(true)
same<typeof Constants['public']['Enums']['plain'], readonly ['a', 'b c', 'A']>(true)

// Insert and Update.
const author: TablesInsert<'authors'> = { name: 'Ada', num: 1 }
const change: TablesUpdate<'authors'> = { bio: null }
const odd: TablesInsert<'books'> = { title: 't', author_id: 1, class: null, 'two words': 1, 'say "hi"': 2, 'größe 表': 0.5, ['__proto__']: null, '9 lives': 9, '😀': 1 }
const ordered: TablesInsert<'order'> = { id: 5 }
const many: TablesInsert<'order'> = {}

export async function program(): Promise<void> {
  await client.from('authors').insert(author)
  await client.from('authors').update(change).eq('id', 1)
  await client.from('books').insert([odd])
  await client.from('order').upsert([ordered, many])
  await client.from('simple').update({ title: 'x' }).eq('id', 'x')
  // @ts-expect-error: it is always numbered
  await client.from('authors').insert({ id: 1, name: 'x', num: 1 })
  // @ts-expect-error: it is computed
  await client.from('authors').update({ full_name: 'x' })
  // @ts-expect-error: it has no default
  await client.from('authors').insert({ num: 1 })
  // @ts-expect-error: there is no such value
  await client.from('authors').insert({ name: 'x', num: 1, mood: 'c' })
  // @ts-expect-error: there is no such column
  const misspelt: TablesInsert<'authors'> = { name: 'x', num: 1, nmae: 'x' }
  await client.from('authors').insert(misspelt)
  // @ts-expect-error: a join takes no rows
  await client.from('book_list').insert({ title: 'x' })
  // @ts-expect-error: nor does a materialized view
  await client.from('counted').update({ n: 1 })
  // @ts-expect-error: there is no such table
  await client.from('athors').select()

  // Embedding follows the foreign keys.
  const { data: books } = await client.from('books').select('title, authors(name, bio), tags(name)').throwOnError()
  const book = books[0]!
  same<typeof book.authors, { name: string; bio: string | null }>(true)
  same<typeof book.tags, { name: string }[]>(true)
  const { data: writer } = await client.from('authors').select('name, books(title), profile(shown), mother:authors!mother(name)').single().throwOnError()
  same<typeof writer.books, { title: string }[]>(true)
  same<typeof writer.profile, { shown: boolean } | null>(true)

  // Functions.
  const { data: sum } = await client.rpc('add', { a: 1 }).throwOnError()
  same<typeof sum, number>(true)
  const { data: hello } = await client.rpc('hello').throwOnError()
  same<typeof hello, string>(true)
  const { data: found } = await client.rpc('find_books', { prefix: 'a' }).throwOnError()
  same<typeof found, Tables<'books'>[]>(true)
  const { data: stats } = await client.rpc('stats').throwOnError()
  same<typeof stats, { n: number; mood: Enums<'plain'> }[]>(true)
  same<Database['public']['Functions']['pair']['Returns'], { x: number; y: string }>(true)
  same<Database['public']['Functions']['single']['Returns'], number>(true)
  same<Database['public']['Functions']['nothing']['Returns'], undefined>(true)
  same<Database['public']['Functions']['whole']['Args'], { '': Json }>(true)
  same<Database['public']['Functions']['twice'], { Args: { x: number }; Returns: number } | { Args: { x: string; y: number }; Returns: string }>(true)
  // @ts-expect-error: a is required
  await client.rpc('add', {})

  // Other schemas.
  await client.schema('other schema').from('paints').insert({ c: 'red' })
  // @ts-expect-error: there is no such colour
  await client.schema('other schema').from('paints').insert({ c: 'blue' })
}
