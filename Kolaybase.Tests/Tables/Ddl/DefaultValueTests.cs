using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class DefaultValueTests
{
    private static readonly ResolvedType Text = new("text");
    private static readonly ResolvedType Array = new("text[]", IsArray: true);
    private static readonly ResolvedType Boxes = new("box[]", IsArray: true, Delimiter: ';');
    private static readonly ResolvedType Jsonb = new("jsonb", IsJson: true);

    public static TheoryData<string, string, string> Defaults => new()
    {
        { "text", "\"draft\"", "'draft'" },
        { "text", "\"it's\"", "'it''s'" },
        { "text", "\"'); drop table t; --\"", "'''); drop table t; --'" },
        { "text", "\"back\\\\slash\"", "E'back\\\\slash'" },
        { "text", "\"null\"", "'null'" },
        { "text", "\"\"", "''" },
        { "text", "5", "'5'" },
        { "text", "1.50", "'1.50'" },
        { "text", "12345678901234567890.123456789", "'12345678901234567890.123456789'" },
        { "text", "true", "'true'" },
        { "text", "null", "NULL" },
        { "text", "\"now()\"", "(now())" },
        { "text", "\" NOW() \"", "(NOW())" },
        { "text", "\"CURRENT_TIMESTAMP\"", "(CURRENT_TIMESTAMP)" },
        { "text", "\"gen_random_uuid()\"", "(gen_random_uuid())" },
        { "text", "\"auth.uid()\"", "(auth.uid())" },
        { "text", "\"now() \\n\"", "(now())" },
        { "text", "\"now(); drop table t\"", "'now(); drop table t'" },
        { "text", "\"pg_sleep(10)\"", "'pg_sleep(10)'" },
        { "text", "{\"expression\": \"1 + 2\"}", "(1 + 2)" },
        { "text", "{\"expression\": \"'now()'\"}", "('now()')" },
        { "array", "[]", "'{}'" },
        { "array", "[\"a\", null, 1, true]", "'{\"a\",NULL,1,true}'" },
        { "array", "[\"q\\\"\", \"b\\\\\", \"it's\", \"{,}\"]", "E'{\"q\\\\\"\",\"b\\\\\\\\\",\"it''s\",\"{,}\"}'" },
        { "array", "[[1,2],[3,4]]", "'{{1,2},{3,4}}'" },
        { "array", "\"{a,b}\"", "'{a,b}'" },
        { "boxes", "[\"(1,1),(0,0)\", \"(2,2),(0,0)\"]", "'{\"(1,1),(0,0)\";\"(2,2),(0,0)\"}'" },
        { "jsonb", "{}", "'{}'" },
        { "jsonb", "{\"a\": \"it's\"}", "'{\"a\": \"it''s\"}'" },
        { "jsonb", "[1, 2]", "'[1, 2]'" },
        { "jsonb", "\"a\"", "'\"a\"'" },
        { "jsonb", "1e400", "'1e400'" },
        { "jsonb", "{\"expression\": \"1\", \"other\": 2}", "'{\"expression\": \"1\", \"other\": 2}'" },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_default_is_a_literal_unless_it_says_otherwise(string type, string json, string sql) =>
        Assert.Equal(sql, DefaultValue.Parse(Json(json), "defaultValue")!.ToSql(TypeOf(type)));

    [Theory]
    [InlineData("text", "[1]")]
    [InlineData("text", "{}")]
    [InlineData("text", "{\"a\": 1}")]
    [InlineData("array", "{\"a\": 1}")]
    [InlineData("text", "{\"expression\": 1}")]
    [InlineData("text", "{\"expression\": null}")]
    [InlineData("text", "{\"expression\": \"1); drop table t; --\"}")]
    [InlineData("text", "{\"expression\": \"\"}")]
    [InlineData("text", "{\"expression\": \"1\", \"expression2\": \"2\"}")]
    public void What_is_no_value_of_the_type_is_refused(string type, string json)
    {
        var refusal = Assert.Throws<ApiException>(() => DefaultValue.Parse(Json(json), "defaultValue")!.ToSql(TypeOf(type)));
        Assert.Equal(400, refusal.Status);
        Assert.StartsWith("\"defaultValue", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_field_is_told_from_null()
    {
        Assert.Null(DefaultValue.Parse(default, "defaultValue"));
        Assert.IsType<DefaultValue.Nothing>(DefaultValue.Parse(Json("null"), "defaultValue"));
    }

    private static ResolvedType TypeOf(string name) => name switch { "array" => Array, "boxes" => Boxes, "jsonb" => Jsonb, _ => Text };

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
