namespace Kolaybase.Bench.Tables;

/// <summary>Pages through a table of five million rows, up to its far end.</summary>
internal static class PagesBench
{
    private const int Rows = 5_000_000;

    public static async Task RunAsync(TablesProject project)
    {
        Console.WriteLine($"\npages of a table of {Rows} rows");
        await project.SqlAsync($"""
            create table big (id bigint primary key, title text not null, n int not null, note text);
            insert into big select g, 'row ' || g, (g::bigint * 7919 % {Rows})::int, repeat('x', 60) from generate_series(1, {Rows}) g;
            grant select on big to anon, service_role;
            """);
        await project.SqlAsync("vacuum analyze big");
        foreach (var page in new[] { 1, 1_000, 10_000, 50_000, Rows / 50 })
        {
            await project.TimeAsync($"page {page} of 50", $"/big/rows?page={page}&limit=50", project.ServiceKey, 5, 1);
        }

        await project.TimeAsync("last page of 1000", $"/big/rows?page={Rows / 1000}&limit=1000", project.ServiceKey, 5, 1);
        await project.TimeAsync("first page, last rows first", "/big/rows?orderDir=desc&limit=50", project.ServiceKey, 5, 1);
        await project.TimeAsync("first page, sorted without an index", "/big/rows?orderBy=n&limit=50", project.ServiceKey, 3, 1);
        await project.TimeAsync("last page, sorted without an index", $"/big/rows?orderBy=n&page={Rows / 50}&limit=50", project.ServiceKey, 2, 0);
        await project.TimeAsync("a search that finds nothing", "/big/rows?search=nothing%20like%20it", project.ServiceKey, 2, 0);
    }
}
