#!/bin/sh
# Makes every clip of assets/sounds/{vi,en} again: ./make.sh   (needs espeak-ng and sox; takes about half a minute)
# A clip: 16 bit mono 22050 Hz WAV, silence trimmed, levelled to the same loudness, 30 ms of silence at its end.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p vi en

level() { # raw clip, finished clip
    sox -D "$1" -r 22050 -c 1 -b 16 "$2" \
        gain -6 highpass 90 compand 0.005,0.12 6:-60,-45,-28,-16,-14,-12 norm -2 \
        silence 1 0.005 0.8% fade t 0.004 reverse silence 1 0.005 0.8% fade t 0.012 reverse pad 0 0.03
}

say_vi() { # name, words
    espeak-ng -v vi -s 140 -w "$scratch/raw.wav" "$2"
    level "$scratch/raw.wav" "vi/$1.wav"
}

say_en() {
    espeak-ng -v en-gb -s 165 -w "$scratch/raw.wav" "$2"
    level "$scratch/raw.wav" "en/$1.wav"
}

# Two soft bell tones, a falling third: heard through a talking hall without startling anybody.
bell() { # frequency, length, target
    sox -D -n -r 22050 -c 1 -b 16 "$3" synth "$2" sine "$1" synth "$2" sine mix "$(echo "$1 * 2.01" | bc)" \
        fade l 0.004 "$2" "$(echo "$2 - 0.02" | bc)" gain -8
}
bell 659.3 1.1 "$scratch/ding.wav"
bell 523.3 1.4 "$scratch/dong.wav"
sox -D "$scratch/dong.wav" "$scratch/dong_later.wav" pad 0.45 0
sox -D -m "$scratch/ding.wav" "$scratch/dong_later.wav" "$scratch/chime.wav" norm -6 fade t 0 1.5 0.3
cp "$scratch/chime.wav" vi/chime.wav
cp "$scratch/chime.wav" en/chime.wav

while IFS='|' read -r name words; do
    [ -n "$name" ] && say_vi "$name" "$words"
done <words_vi.txt
while IFS='|' read -r name words; do
    [ -n "$name" ] && say_en "$name" "$words"
done <words_en.txt
