/* Runs a fuzz target over files and folders of inputs instead of inventing them: every fuzz target
 * is a test of the normal run, on any compiler. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        return 1;
    }
    long size = ftell(f);
    rewind(f);
    uint8_t *data =
        malloc(size > 0 ? (size_t)size : 1); /* exactly as large: a read past the end is seen */
    int bad = !data || size < 0 || fread(data, 1, (size_t)size, f) != (size_t)size;
    if (bad)
        perror(path);
    else
        LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    fclose(f);
    return bad;
}

static int replay_folder(const char *path, int *count)
{
    int bad = 0;
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') {
            bad |= replay_file(name);
            ++*count;
        }
    }
    if (dir)
        closedir(dir);
    else
        perror(path);
    return bad || !dir;
}

int main(int argc, char *argv[])
{
    int bad = 0, count = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode))
            bad |= replay_folder(argv[i], &count);
        else
            bad |= replay_file(argv[i]), count++;
    }
    printf("%s: %d inputs replayed\n", argv[0], count);
    return bad || count == 0;
}
