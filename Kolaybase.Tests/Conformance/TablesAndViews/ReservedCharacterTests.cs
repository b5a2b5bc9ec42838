using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance.TablesAndViews;

/// <summary>URL Grammar, "Reserved characters", and names that need quotes or are not ASCII.</summary>
public class ReservedCharacterTests : ReadChapter
{
    [Theory, Majors, Item("quoting of reserved characters")]
    public Task Values_of_lists_and_trees_are_quoted(int major) => CheckAsync(
        major,
        Get("""phrases?phrase=in.("a,b","dot.ted","(parens)")&select=id&order=id""").Gives("""[{"id":2},{"id":4},{"id":5}]"""),
        Get("""phrases?phrase=in.("with%20%5C"quotes%5C"")&select=id""").Gives("""[{"id":3}]"""),
        Get("""phrases?phrase=in.("back%5C%5Cslash")&select=id""").Gives("""[{"id":6}]"""),
        Get("""phrases?or=(phrase.eq."a,b",phrase.eq.plain)&select=id&order=id""").Gives("""[{"id":1},{"id":2}]"""),
        Get("""phrases?or=(phrase.eq."(parens)",phrase.eq."with%20%5C"quotes%5C"")&select=id&order=id""").Gives("""[{"id":3},{"id":5}]"""));

    [Theory, Majors, Item("values to the letter")]
    public Task A_value_of_its_own_parameter_is_taken_to_the_letter(int major) => CheckAsync(
        major,
        Get("phrases?phrase=eq.a,b&select=id").Gives("""[{"id":2}]"""),
        Get("phrases?phrase=eq.dot.ted&select=id").Gives("""[{"id":4}]"""),
        Get("phrases?phrase=eq.a:b&select=id").Gives("""[{"id":12}]"""),
        Get("phrases?phrase=eq.%20spaced%20&select=id").Gives("""[{"id":13}]"""),
        Get("phrases?phrase=eq.çok%20güzel&select=id").Gives("""[{"id":10}]"""),
        Get("phrases?phrase=eq.çok+güzel&select=id").Gives("""[{"id":10}]"""),
        Get("phrases?phrase=eq.&select=id").Gives("""[{"id":9}]"""),
        Get("phrases?phrase=eq.\"plain\"&select=id").Gives("[]"));

    [Theory, Majors, Item("quoted names", "non-ASCII names")]
    public Task Names_may_be_of_any_letters_and_quoted(int major) => CheckAsync(
        major,
        Get("Günlük notlar?select=Satır no,içerik&Satır no=eq.3").Gives("""[{"Satır no":3,"içerik":"日本"}]"""),
        Get("Günlük notlar?select=\"a.b\",\"order\"&\"a.b\"=eq.y").Gives("""[{"a.b":"y","order":"second"}]"""),
        Get("Günlük notlar?select=\"Satır no\"&\"order\"=eq.third").Gives("""[{"Satır no":3}]"""),
        Get("Günlük notlar?select=\"say %5C\"hi%5C\"\"&Satır no=eq.1").Gives("""[{"say \"hi\"":"hi"}]"""),
        Get("Günlük notlar?select=UPPER&UPPER=eq.U").Gives("""[{"UPPER":"U"}]"""),
        Get("Günlük notlar?select=Satır no&order=\"a.b\".desc&limit=1").Gives("""[{"Satır no":3}]"""),
        Get("Günlük notlar?select=Satır no&or=(\"a.b\".eq.x,içerik.eq.böyle)&order=Satır no").Gives("""[{"Satır no":1},{"Satır no":2}]"""),
        Get("Günlük notlar?select=not:içerik,\"Yazı no\":Satır no&Satır no=eq.2").Gives("""[{"not":"böyle","Yazı no":2}]"""),
        Get("Günlük notlar?select=Satır no,books(title)&books=not.is.null&order=Satır no").Gives("""[{"Satır no":1,"books":{"title":"Sea"}},{"Satır no":3,"books":{"title":"Salt"}}]"""),
        Get("books?select=id,Günlük notlar(Satır no)&id=eq.1").Gives("""[{"id":1,"Günlük notlar":[{"Satır no":1}]}]"""));
}
