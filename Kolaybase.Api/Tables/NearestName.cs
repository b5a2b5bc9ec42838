namespace Kolaybase.Api.Tables;

/// <summary>Finds what somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest typing errors away from <paramref name="wanted"/>; null when none is near (a third of its letters, at least one).</summary>
    public static string? Of(string wanted, IEnumerable<string> names)
    {
        if (wanted.Length is 0 or > Identifier.MaxBytes)
        {
            return null;
        }

        var best = Math.Max(1, wanted.Length / 3) + 1;
        string? nearest = null;
        foreach (var name in names)
        {
            if (Math.Abs(name.Length - wanted.Length) < best && Distance(wanted, name) is var distance && distance < best)
            {
                (best, nearest) = (distance, name);
            }
        }

        return nearest;
    }

    /// <summary>Optimal string alignment distance without regard to case: letters added, left out, changed, or swapped with the next.</summary>
    private static int Distance(string a, string b)
    {
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
