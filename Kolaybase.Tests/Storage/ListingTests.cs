using System.Text;
using Kolaybase.Tests.Storage.Support;

namespace Kolaybase.Tests.Storage;

public class ListingTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    private static readonly string[] s_parts = ["a", "b", "ab", "A", "0", ".", "a b", "é", "漢", "\U0001F418", "\uFFFD", "-", "!", "~"];

    [Fact]
    public async Task Every_page_is_what_a_model_says()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var random = new Random(20261130);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < 2_000)
        {
            names.Add(string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 3)).Select(_ => s_parts[random.Next(s_parts.Length)])))));
        }

        await InsertAsync(project, names);
        var sorted = names.OrderBy(n => Encoding.UTF8.GetBytes(n), Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))).ToList();
        foreach (var prefix in new[] { "", "a", "a/", "ab/a", "é", "漢/", "\U0001F418", "\uFFFD", "nothing" })
        {
            foreach (var folders in new[] { false, true })
            {
                var expected = Model(sorted, prefix, folders);
                foreach (var limit in new[] { 7, 1_000 })
                {
                    Assert.Equal(expected, await AllAsync(project, prefix, folders, limit));
                }
            }
        }
    }

    [Fact]
    public async Task A_page_goes_on_where_the_last_one_ended_whatever_happened_meanwhile()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        await InsertAsync(project, ["a", "b", "c", "f/1", "f/2", "g"]);
        var (page, cursor) = await PageAsync(project, "", folders: true, limit: 4, null);
        Assert.Equal(["a", "b", "c", "f/*"], page);
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["a","f/1","f/2","c"]}""");
        await InsertAsync(project, ["aa", "fa"]);
        (page, cursor) = await PageAsync(project, "", folders: true, limit: 4, cursor);
        Assert.Equal(["fa", "g"], page);
        Assert.Null(cursor);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("delimiter=,")]
    [InlineData("cursor=%20")]
    [InlineData("cursor=abc")]
    [InlineData("cursor=ZvCfmIA")]
    [InlineData("cursor=_____w")]
    [InlineData("prefix=a&prefix=b")]
    public async Task What_is_no_page_is_refused(string query)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await project.CallAsync("GET", "/buckets/b/objects?" + query)).Refused(400, "KB003");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_in_the_middle_of_a_hundred_thousand_reads_no_more_than_itself(bool folders)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        await project.SqlAsync("""
            insert into storage.objects (bucket_id, name, version)
            select 'b', 'folder-' || lpad((i / 1000)::text, 4, '0') || '/' || lpad(i::text, 8, '0'), gen_random_uuid() from generate_series(1, 100000) i;
            analyze storage.objects
            """);
        var cursor = folders ? "f" + "folder-0050/" : "o" + "folder-0050/00050500";
        var sql = folders ? Kolaybase.Api.Storage.Objects.ListingSql.Folders : Kolaybase.Api.Storage.Objects.ListingSql.Flat;
        var start = Kolaybase.Api.Storage.Objects.ListingSql.StartOf("", new(cursor[1..], folders));
        var explained = sql.Replace("$1", "'b'", StringComparison.Ordinal).Replace("$2", "''::text", StringComparison.Ordinal)
            .Replace("$3", $"'{start}'::text", StringComparison.Ordinal).Replace("$4", "null", StringComparison.Ordinal).Replace("$5", "21", StringComparison.Ordinal);
        var plan = new StringBuilder();
        await using (var connection = new Npgsql.NpgsqlConnection(project.Project.OwnerConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new Npgsql.NpgsqlCommand("explain (analyze, buffers, costs off, timing off) " + explained, connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                plan.AppendLine(reader.GetString(0));
            }
        }

        Assert.DoesNotContain("Seq Scan", plan.ToString(), StringComparison.Ordinal);
        var buffers = System.Text.RegularExpressions.Regex.Match(plan.ToString(), @"Buffers: shared hit=(\d+)(?: read=(\d+))?");
        var pages = int.Parse(buffers.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + (buffers.Groups[2].Success ? int.Parse(buffers.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) : 0);
        // 21 entries; a probe of the index reads four or five pages. The bucket has some 3,000.
        Assert.True(pages < 400, plan.ToString());
    }

    private static List<string> Model(IEnumerable<string> sorted, string prefix, bool folders)
    {
        var entries = new List<string>();
        foreach (var name in sorted.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var slash = folders ? name.IndexOf('/', prefix.Length) : -1;
            var entry = slash < 0 ? name : name[..(slash + 1)] + "*";
            if (entries.Count == 0 || entries[^1] != entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static async Task<List<string>> AllAsync(StorageProject project, string prefix, bool folders, int limit)
    {
        var (all, cursor) = (new List<string>(), (string?)null);
        do
        {
            (var page, cursor) = await PageAsync(project, prefix, folders, limit, cursor);
            Assert.True(cursor is null || page.Count == limit);
            all.AddRange(page);
        }
        while (cursor is not null);
        return all;
    }

    private static async Task<(List<string> Page, string? Cursor)> PageAsync(StorageProject project, string prefix, bool folders, int limit, string? cursor)
    {
        var answer = await project.ExpectAsync(200, "GET", $"/buckets/b/objects?limit={limit}&prefix={Uri.EscapeDataString(prefix)}{(folders ? "&delimiter=/" : "")}{(cursor is null ? "" : "&cursor=" + cursor)}");
        return ([.. answer.Json.EnumerateArray().Select(e => e.GetProperty("name").GetString() ?? e.GetProperty("prefix").GetString() + "*")], answer.Header("X-Next-Cursor"));
    }

    private static async Task InsertAsync(StorageProject project, IEnumerable<string> names)
    {
        await using var connection = new Npgsql.NpgsqlConnection(project.Project.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("insert into storage.objects (bucket_id, name, version) select 'b', n, gen_random_uuid() from unnest($1::text[]) n", connection) { Parameters = { new() { Value = names.ToArray() } } };
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
