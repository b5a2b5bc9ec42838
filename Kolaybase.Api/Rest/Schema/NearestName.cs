namespace Kolaybase.Api.Rest.Schema;

/// <summary>Finds what was probably meant by a name that does not exist.</summary>
internal static class NearestName
{
    private const int LongestIdentifier = 63;
    private const int LongestText = 500;

    /// <summary>The candidate with the fewest edits, if these are no more than a third of the name, else one that is part of the name or has it as part; null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        // No identifier is longer, and an edit distance costs the product of the lengths.
        if (name.Length is 0 or > LongestIdentifier * 2)
        {
            return null;
        }

        string? best = null;
        var bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - name.Length) < bestDistance && Distance(name, candidate) is var distance && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        // A name with something behind or before it is more edits than that and still the same name.
        return best ?? candidates.Where(c => c.Length > 2 && name.Length > 2 && (name.Contains(c, StringComparison.OrdinalIgnoreCase) || c.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(c => Math.Min(c.Length, name.Length)).ThenBy(c => c, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>The candidate that has most in common with a text, the first of several; null when none has enough.</summary>
    /// <param name="text">The text.</param>
    /// <param name="candidates">Where to look.</param>
    /// <param name="least">What it must have in common at least: 1 for everything, 0 for nothing.</param>
    public static string? MostSimilar(string text, IEnumerable<string> candidates, double least)
    {
        string? best = null;
        foreach (var candidate in candidates.Where(c => c.Length <= LongestText && text.Length <= LongestText).Order(StringComparer.Ordinal))
        {
            var similarity = 1 - ((double)Distance(text, candidate) / Math.Max(1, Math.Max(text.Length, candidate.Length)));
            if (similarity > least)
            {
                (best, least) = (candidate, similarity);
            }
        }

        return best;
    }

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each; case costs nothing.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = cost[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(substituted, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
