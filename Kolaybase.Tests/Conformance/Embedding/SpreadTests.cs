using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Embedding;

/// <summary>Resource Embedding, "Spread Embedded Resource".</summary>
public class SpreadTests : ReadChapter
{
    [Theory, Majors, Item("spreads")]
    public Task Columns_of_a_to_one_embed_stand_in_the_row(int major) => CheckAsync(
        major,
        Get("books?select=title,...authors(author:name)&id=in.(1,5)&order=id").Gives("""[{"title":"Sea","author":"Ada"},{"title":"Anonymous","author":null}]"""),
        Get("books?id=eq.1&select=title,...authors(name,...countries(country:name))").Gives("""[{"title":"Sea","name":"Ada","country":"Türkiye"}]"""),
        Get("books?id=eq.1&select=...covers(artist),title").Gives("""[{"title":"Sea","artist":"Ece"}]"""),
        Get("covers?book_id=eq.1&select=artist,books(title,...authors(name))").Gives("""[{"artist":"Ece","books":{"title":"Sea","name":"Ada"}}]"""),
        Get("books?id=eq.3&select=id,...authors(*)").Gives("""[{"id":3,"id":2,"name":"Bora","born":"1920-05-05","country_code":"tr","mentor_id":1}]"""),
        Get("letters?id=eq.1&select=body,...authors!sender_id(sender:name),...authors!recipient_id(recipient:name)").Gives("""[{"body":"Hello","sender":"Ada","recipient":"Bora"}]"""),
        Get("authors?id=eq.3&select=id,...homeland(home:name)").Gives("""[{"id":3,"home":"Germany"}]"""),
        Get("books?select=id,...authors!inner(name)&authors.name=eq.Bora").Gives("""[{"id":3,"name":"Bora"}]"""),
        Get("books?id=eq.1&select=id,stock(copies,...stores(name))&stock.order=store_id").Gives("""[{"id":1,"stock":[{"copies":3,"name":"North"},{"copies":5,"name":"South"}]}]"""));

    [Theory, Majors, Item("to-many spreads")]
    public Task Columns_of_a_to_many_embed_become_arrays(int major) => CheckAsync(
        major,
        Get("authors?select=name,...books(titles:title,pages)&id=in.(1,4)&order=id&books.order=id").Gives("""[{"name":"Ada","titles":["Sea","Salt"],"pages":[300,90]},{"name":"Deniz","titles":[],"pages":[]}]"""),
        Get("books?select=id,...stores(stores:name)&id=eq.1&stores.order=id").Gives("""[{"id":1,"stores":["North","South"]}]"""),
        Get("authors?select=id,...books(titles:title)&id=eq.1&books.order=pages").Gives("""[{"id":1,"titles":["Salt","Sea"]}]"""),
        Get("authors?select=id,...books(titles:title,...covers(artists:artist))&id=eq.1&books.order=id").Gives("""[{"id":1,"titles":["Sea","Salt"],"artists":["Ece","Fulya"]}]"""));
}
