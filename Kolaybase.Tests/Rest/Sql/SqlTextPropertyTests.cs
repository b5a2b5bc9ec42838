using FsCheck.Xunit;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Sql;

public class SqlTextPropertyTests
{
    /// <summary>An identifier ends where its quote ends: reading it back by SQL's own rule gives the name and nothing is left over.</summary>
    [Property]
    public void Any_name_is_one_identifier(string? text)
    {
        var name = (text ?? "").Replace("\0", "", StringComparison.Ordinal) + "\"";
        var quoted = SqlText.Identifier(name);

        Assert.Equal(('"', '"'), (quoted[0], quoted[^1]));
        Assert.Equal(name, quoted[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal));
        Assert.DoesNotMatch("(?<!\")\"(\"\")*(?!\")", quoted[1..^1]);
    }

    [Property]
    public void Any_value_travels_as_a_parameter_and_leaves_no_trace_in_the_text(string? text)
    {
        var value = "~" + text;
        var query = new RestQuery([new SelectAll()], new([new ColumnComparison<FieldPath>(new("c"), false, FilterOperator.Find("eq")!, value), new InList<FieldPath>(new("c"), false, [value])], []), [], null, null, []);

        var sql = ReadSql.Write(new Planner(Snapshots.Of("t", "c"), "public", new RestLimits()).Read("t", query, Preferences.None, null, headOnly: false), AnswerFormat.Array);

        Assert.Equal("SELECT t.\"c\" FROM \"public\".\"t\" AS t WHERE (t.\"c\" = $1) AND (t.\"c\" = ANY ($2))", sql.Text);
        Assert.Equal(value, sql.Parameters[0].Value);
    }

    [Fact]
    public void NUL_is_never_written() => Assert.Throws<ArgumentException>(() => SqlText.Identifier("a\0b"));
}
