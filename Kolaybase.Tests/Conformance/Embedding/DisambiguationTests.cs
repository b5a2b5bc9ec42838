using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.Embedding;

/// <summary>Resource Embedding, "Foreign Key Joins on Multiple Foreign Key Relationships": hints, and what is said without one.</summary>
public class DisambiguationTests : ReadChapter
{
    [Theory, Majors, Item("!constraint")]
    public Task A_constraint_tells_which_relationship(int major) => CheckAsync(
        major,
        Get("letters?select=body,from:authors!letters_sender_fkey(name),to:authors!letters_recipient_fkey(name)&order=id").Gives("""
            [{"body":"Hello","from":{"name":"Ada"},"to":{"name":"Bora"}},{"body":"Hi","from":{"name":"Bora"},"to":{"name":"Ada"}},{"body":"Write!","from":{"name":"Ada"},"to":{"name":"Cem"}}]
            """),
        Get("letters?select=id,letters_sender_fkey(name)&id=eq.2").Gives("""[{"id":2,"letters_sender_fkey":{"name":"Bora"}}]"""),
        Get("authors?select=name,sent:letters!letters_sender_fkey(id),got:letters!letters_recipient_fkey(id)&id=eq.1&sent.order=id").Gives("""[{"name":"Ada","sent":[{"id":1},{"id":3}],"got":[{"id":2}]}]"""),
        Get("letters?select=id,author_cards!letters_sender_fkey(name)&id=eq.1").Gives("""[{"id":1,"author_cards":{"name":"Ada"}}]"""));

    [Theory, Majors, Item("!column")]
    public Task A_column_tells_which_relationship(int major) => CheckAsync(
        major,
        Get("letters?select=id,authors!sender_id(name)&id=eq.3").Gives("""[{"id":3,"authors":{"name":"Ada"}}]"""),
        Get("letters?select=id,sender:sender_id(name),recipient:recipient_id(name)&id=eq.1").Gives("""[{"id":1,"sender":{"name":"Ada"},"recipient":{"name":"Bora"}}]"""),
        Get("books?select=id,author_id(name)&id=eq.1").Gives("""[{"id":1,"author_id":{"name":"Ada"}}]"""),
        Get("authors?select=id,letters!recipient_id(body)&id=eq.3").Gives("""[{"id":3,"letters":[{"body":"Write!"}]}]"""));

    [Theory, Majors, Item("!junction")]
    public Task A_junction_tells_which_relationship(int major) => CheckAsync(
        major,
        Get("books?select=id,stores!stock(name)&id=eq.2").Gives("""[{"id":2,"stores":[{"name":"North"}]}]"""));

    [Theory, Majors, Item("embed aliases")]
    public Task An_alias_names_the_embed_everywhere(int major) => CheckAsync(
        major,
        Get("books?select=id,writer:authors(name)&writer.id=eq.2&id=in.(1,3)&order=id").Gives("""[{"id":1,"writer":null},{"id":3,"writer":{"name":"Bora"}}]"""),
        Get("authors?select=id,long:books(id),short:books(id)&id=eq.1&long.pages=gt.200&short.pages=lt.200").Gives("""[{"id":1,"long":[{"id":1}],"short":[{"id":2}]}]"""));

    [Theory, Majors, Item("300 when ambiguous", "PGRST201")]
    public Task An_ambiguous_embed_is_answered_with_its_candidates(int major) => CheckAsync(
        major,
        Get("letters?select=*,authors(*)").RefusedWith(
            300,
            "PGRST201",
            "Could not embed because more than one relationship was found for 'letters' and 'authors'",
            JsonText.Quote("""[{"cardinality":"many-to-one","embedding":"letters with authors","relationship":"letters_recipient_fkey using letters(recipient_id) and authors(id)"},{"cardinality":"many-to-one","embedding":"letters with authors","relationship":"letters_sender_fkey using letters(sender_id) and authors(id)"}]"""),
            "Try changing 'authors' to one of the following: 'authors!letters_recipient_fkey', 'authors!letters_sender_fkey'. Find the desired relationship in the 'details' key."),
        Get("authors?select=*,letters(*)").RefusedWith(
            300,
            "PGRST201",
            "Could not embed because more than one relationship was found for 'authors' and 'letters'",
            JsonText.Quote("""[{"cardinality":"one-to-many","embedding":"authors with letters","relationship":"letters_recipient_fkey using authors(id) and letters(recipient_id)"},{"cardinality":"one-to-many","embedding":"authors with letters","relationship":"letters_sender_fkey using authors(id) and letters(sender_id)"}]"""),
            "Try changing 'letters' to one of the following: 'letters!letters_recipient_fkey', 'letters!letters_sender_fkey'. Find the desired relationship in the 'details' key."));

    [Theory, Majors, Item("PGRST200")]
    public Task An_embed_without_relationship_is_400(int major) => CheckAsync(
        major,
        Get("books?select=*,xyzzy(*)").Refused(
            400,
            "PGRST200",
            "Could not find a relationship between 'books' and 'xyzzy' in the schema cache",
            "Searched for a foreign key relationship between 'books' and 'xyzzy' in the schema 'public', but no matches were found."),
        Get("books?select=*,author(*)").Refused(
            400,
            "PGRST200",
            "Could not find a relationship between 'books' and 'author' in the schema cache",
            "Searched for a foreign key relationship between 'books' and 'author' in the schema 'public', but no matches were found.",
            "Perhaps you meant 'authors' instead of 'author'."),
        Get("books?select=*,authors!nope(*)").Refused(
            400,
            "PGRST200",
            "Could not find a relationship between 'books' and 'authors' in the schema cache",
            "Searched for a foreign key relationship between 'books' and 'authors' using the hint 'nope' in the schema 'public', but no matches were found."));
}
