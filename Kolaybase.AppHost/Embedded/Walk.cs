namespace Kolaybase.AppHost.Embedded;

/// <summary>The requests of the walk, shared by what is printed to copy and what <c>--demo</c> sends.</summary>
internal static class Walk
{
    public const string Table = """{"name":"books","columns":[{"name":"id","type":"bigint","isPrimary":true,"identity":true},{"name":"title","type":"text","nullable":false},{"name":"year","type":"integer"}],"access":"public-read"}""";

    public const string Rows = """[{"title":"Dune","year":1965},{"title":"Solaris","year":1961},{"title":"Ubik","year":1969},{"title":"Neuromancer","year":1984}]""";

    /// <summary>Books since 1961, newest first, the second and the third of them.</summary>
    public const string Query = "select=title,year&year=gte.1961&order=year.desc&limit=2&offset=1";

    /// <summary>Commands for <c>sh</c> that need nothing but <c>curl</c> and <c>sed</c>. Each run makes an account of its own, so they can be copied twice.</summary>
    public static string Commands(string baseUrl) => $$"""
        # 1. Sign up; the answer's access token is you.
        BASE={{baseUrl}}
        JSON='Content-Type: application/json'
        PASSWORD=$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')
        TOKEN=$(curl -sS $BASE/api/auth/signup -H "$JSON" -d "{\"email\":\"you-$(date +%s)-$$@example.com\",\"password\":\"$PASSWORD\"}" | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')

        # 2. Create a project: a database of its own, with two keys.
        PROJECT=$(curl -sS $BASE/api/projects -H "Authorization: Bearer $TOKEN" -H "$JSON" -d '{"name":"walk"}')
        ID=$(echo "$PROJECT" | sed 's/.*"id":"\([^"]*\)".*/\1/')
        ANON=$(echo "$PROJECT" | sed 's/.*"anonKey":"\([^"]*\)".*/\1/')
        SERVICE=$(echo "$PROJECT" | sed 's/.*"serviceKey":"\([^"]*\)".*/\1/')

        # 3. Create a table that anybody may read.
        curl -sS $BASE/api/projects/$ID/tables -H "apikey: $SERVICE" -H "$JSON" -d '{{Table}}'; echo

        # 4. Insert rows with the service key.
        curl -sS $BASE/api/rest/v1/books -H "apikey: $SERVICE" -H "$JSON" -H 'Prefer: return=representation' -d '{{Rows}}'; echo

        # 5. Read them with the anon key: filter, order, limit, offset.
        curl -sS "$BASE/api/rest/v1/books?{{Query}}" -H "apikey: $ANON"; echo
        """;
}
