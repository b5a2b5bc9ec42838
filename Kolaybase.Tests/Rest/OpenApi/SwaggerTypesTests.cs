using Kolaybase.Api.Rest.OpenApi;

namespace Kolaybase.Tests.Rest.OpenApi;

public class SwaggerTypesTests
{
    [Theory]
    [InlineData("character varying", "string")]
    [InlineData("character", "string")]
    [InlineData("text", "string")]
    [InlineData("uuid", "string")]
    [InlineData("date", "string")]
    [InlineData("money", "string")]
    [InlineData("public.mood", "string")]
    [InlineData("boolean", "boolean")]
    [InlineData("smallint", "integer")]
    [InlineData("integer", "integer")]
    [InlineData("bigint", "integer")]
    [InlineData("numeric", "number")]
    [InlineData("real", "number")]
    [InlineData("double precision", "number")]
    [InlineData("json", null)]
    [InlineData("jsonb", null)]
    [InlineData("text[]", "array")]
    [InlineData("jsonb[]", "array")]
    public void Types_of_PostgreSQL_have_their_name_in_Swagger(string type, string? expected) => Assert.Equal(expected, SwaggerTypes.Of(type));

    [Theory]
    [InlineData("text", "'default'::text", "\"default\"")]
    [InlineData("text", "'it''s \"me\"'::text", "\"it\\u0027s \\u0022me\\u0022\"")]
    [InlineData("text", "''::text", "\"\"")]
    [InlineData("date", "'1900-01-01'::date", "\"1900-01-01\"")]
    [InlineData("time without time zone", "'13:00:00'::time without time zone", "\"13:00:00\"")]
    [InlineData("timestamp with time zone", "now()", "\"now()\"")]
    [InlineData("public.mood", "'ok'::public.mood", "\"ok\"")]
    [InlineData("uuid", "gen_random_uuid()", "\"gen_random_uuid()\"")]
    [InlineData("boolean", "false", "false")]
    [InlineData("integer", "42", "42")]
    [InlineData("numeric", "42.2", "42.2")]
    public void A_default_is_shown_as_JSON(string type, string expression, string expected) => Assert.Equal(expected, SwaggerTypes.Default(type, expression)?.ToJsonString());

    [Theory]
    [InlineData("text", "NULL")]
    [InlineData("character varying", "NULL::character varying")]
    [InlineData("integer", "nextval('items_id_seq'::regclass)")]
    [InlineData("integer", "'-1'::integer")]
    [InlineData("jsonb", "'{}'::jsonb")]
    [InlineData("boolean", "(1 > 2)")]
    [InlineData("text[]", "'{}'::text[]")]
    public void What_JSON_can_not_say_is_left_out(string type, string expression) => Assert.Null(SwaggerTypes.Default(type, expression));
}
