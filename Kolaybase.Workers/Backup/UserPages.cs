using System.Runtime.CompilerServices;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Workers.Backup;

/// <summary>
/// All users of a store that lists them by offset. Who is deleted while they are listed moves everyone behind him forward by one, so that one of them is passed over;
/// so they are listed again until a whole pass finds nobody new and as many at its end as at its beginning.
/// </summary>
internal static class UserPages
{
    /// <summary>Users of a page.</summary>
    public const int PageSize = 100;

    /// <summary>Passes after which it is given up.</summary>
    public const int MostPasses = 50;

    /// <summary>Lists them, each once.</summary>
    /// <param name="list">Lists a page, given its offset and its size.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BackupException">Users come and go faster than they are listed.</exception>
    public static async IAsyncEnumerable<RealmUser> AllAsync(Func<int, int, Task<RealmUserPage>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var (before, first, last) = (seen.Count, -1, 0);
            for (var offset = 0; offset == 0 || offset < last; offset += PageSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // A page may be short by those who are no users of ours, as service accounts: the total alone tells whether there is another.
                var page = await list(offset, PageSize);
                (first, last) = (first < 0 ? page.Total : first, page.Total);
                foreach (var user in page.Users.Where(u => seen.Add(u.Id)))
                {
                    yield return user;
                }
            }

            if (seen.Count == before && first == last)
            {
                yield break;
            }
        }

        throw new BackupException($"Users are added and deleted faster than the identity server lists them ({MostPasses} times over): make the dump at a quieter time.");
    }
}
