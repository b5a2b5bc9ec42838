using Kolaybase.Api.Rest.Schema.Catalogue;

namespace Kolaybase.Tests.Rest.Schema.Catalogue;

public class ViewTargetsTests
{
    private const string Entry = "{TARGETENTRY :expr {VAR :varno 1 :vartype 23} :resno 2 :resname id :ressortgroupref 0 :resorigtbl 16384 :resorigcol 3 :resjunk false}";

    [Fact]
    public void Entries_of_the_target_list_name_their_origin() =>
        Assert.Equal([new(2, 16384, 3)], Read($"({{QUERY :commandType 1 :utilityStmt <> :targetList ({Entry}) :override 0}})"));

    [Fact]
    public void Line_breaks_are_spaces() => Assert.Equal([new(2, 16384, 3)], Read($"({{QUERY :commandType 1 :targetList ({Entry}) :override 0}})".Replace(' ', '\n')));

    [Fact]
    public void Only_the_list_of_the_query_itself_counts() =>
        Assert.Equal(
            [new(1, 7, 8)],
            Read($"({{QUERY :cteList ({{COMMONTABLEEXPR :ctequery {{QUERY :targetList ({Entry})}}}}) :rtable ({{RTE :subquery {{QUERY :targetList ({Entry})}}}}) :targetList ({{TARGETENTRY :expr {{SUBLINK :subselect {{QUERY :targetList ({Entry})}}}} :resno 1 :resname x :resorigtbl 7 :resorigcol 8}}) :returningList ({Entry})}})"));

    [Theory]
    [InlineData(":resno")]
    [InlineData(":resorigtbl")]
    [InlineData(@"\}")]
    [InlineData(@"\(\{QUERY\ :targetList\ \(")]
    [InlineData(@"a\\")]
    [InlineData(@"\<>")]
    [InlineData("\"\"")]
    [InlineData("<>")]
    public void A_columns_name_is_never_taken_for_structure(string name) =>
        Assert.Equal(
            [new(1, 5, 6), new(2, 16384, 3)],
            Read($"({{QUERY :targetList ({{TARGETENTRY :expr {{CONST :constvalue 4 [ 1 0 0 0 ]}} :resno 1 :resname {name} :resorigtbl 5 :resorigcol 6 :resjunk false}} {Entry})}})"));

    [Theory]
    [InlineData(":resorigtbl 0 :resorigcol 0")]
    [InlineData(":resorigtbl 5 :resorigcol -3")]
    [InlineData(":resorigtbl 5 :resorigcol 40000")]
    [InlineData(":resorigtbl 5")]
    [InlineData(":resorigtbl x :resorigcol y")]
    public void Expressions_and_system_columns_have_no_origin(string origin) => Assert.Empty(Read($"({{QUERY :targetList ({{TARGETENTRY :resno 1 {origin}}})}})"));

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("(")]
    [InlineData("({QUERY")]
    [InlineData("({QUERY :targetList <>})")]
    [InlineData("({QUERY :targetList (")]
    [InlineData("({QUERY :targetList ({TARGETENTRY :resno")]
    [InlineData("({QUERY :targetList ({TARGETENTRY :expr {{{{")]
    [InlineData(@"({QUERY :targetList \")]
    [InlineData("({NOTIFY :targetList ({TARGETENTRY :resno 1 :resorigtbl 5 :resorigcol 6})})")]
    public void What_is_no_view_gives_nothing(string rule) => Assert.Empty(Read(rule));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_text_is_read_to_its_end(int seed)
    {
        string[] parts = ["(", ")", "{", "}", " ", "\n", "\\", ":targetList", ":resno", ":resorigtbl", "QUERY", "TARGETENTRY", "1", "x", "<>", "\""];
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(random.GetItems(parts, random.Next(60)));
            Assert.True(Read("({QUERY " + text).Count <= text.Length);
            Assert.True(Read("({QUERY :targetList ({TARGETENTRY " + text).Count <= text.Length);
        }
    }

    private static List<ColumnOrigin> Read(string rule) => ViewTargets.Read(rule);
}
